namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>The stable codes of problems of plans; a code is never used for something else.</summary>
public static class PlanProblemCodes
{
    /// <summary>There is no such file.</summary>
    public const string FileMissing = "plan_file_missing";

    /// <summary>The file exists but could not be read.</summary>
    public const string FileUnreadable = "plan_file_unreadable";

    /// <summary>The file, its depth, its expanded aliases or the number of its steps exceed the limits.</summary>
    public const string TooLarge = "plan_too_large";

    /// <summary>The file holds no document.</summary>
    public const string Empty = "plan_empty";

    /// <summary>The file is not YAML, or uses a part of YAML that is not understood here.</summary>
    public const string Syntax = "plan_syntax";

    /// <summary>A tab stands where YAML wants spaces.</summary>
    public const string Tab = "plan_tab";

    /// <summary>The file holds more than one document.</summary>
    public const string SeveralDocuments = "plan_several_documents";

    /// <summary>A key is not known at its place.</summary>
    public const string UnknownKey = "plan_unknown_key";

    /// <summary>A key is written twice in one mapping.</summary>
    public const string DuplicateKey = "plan_duplicate_key";

    /// <summary>A key that is needed is absent.</summary>
    public const string MissingKey = "plan_missing_key";

    /// <summary>A value has another type than its key wants.</summary>
    public const string WrongType = "plan_wrong_type";

    /// <summary>A value has the right type but is not one of those possible.</summary>
    public const string InvalidValue = "plan_invalid_value";

    /// <summary>A name breaks the rule for names at its place.</summary>
    public const string InvalidName = "plan_invalid_name";

    /// <summary>A path leaves the tree or is absolute.</summary>
    public const string InvalidPath = "plan_invalid_path";

    /// <summary>Two settings cannot hold together.</summary>
    public const string Contradiction = "plan_contradiction";

    /// <summary>A service that is named does not exist.</summary>
    public const string UnknownService = "plan_unknown_service";

    /// <summary>Steps wait for each other.</summary>
    public const string DependencyCycle = "plan_dependency_cycle";

    /// <summary>A command cannot be split into words, or needs a shell.</summary>
    public const string InvalidCommand = "plan_invalid_command";

    /// <summary>A placeholder is malformed or unknown.</summary>
    public const string InvalidPlaceholder = "plan_invalid_placeholder";

    /// <summary>Two steps have one id.</summary>
    public const string DuplicateStep = "plan_duplicate_step";

    /// <summary>A step, a parameter or a captured value that is named does not exist.</summary>
    public const string UnknownReference = "plan_unknown_reference";

    /// <summary>A regular expression does not compile, or takes more than linear time.</summary>
    public const string InvalidPattern = "plan_invalid_pattern";

    /// <summary>A JSONPath does not parse.</summary>
    public const string InvalidJsonPath = "plan_invalid_json_path";

    /// <summary>A JSON Schema does not parse.</summary>
    public const string InvalidSchema = "plan_invalid_schema";

    /// <summary>A method that may change state is sent to the shared baseline without consent.</summary>
    public const string WouldMutate = "plan_would_mutate";
}
