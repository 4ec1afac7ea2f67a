namespace AgentSandbox.Orchestration.Configuration;

/// <summary>The stable codes of <see cref="ConfigurationProblem"/>; a code is never used for something else.</summary>
public static class ConfigurationProblemCodes
{
    /// <summary>There is no configuration file.</summary>
    public const string FileMissing = "config_file_missing";

    /// <summary>The file exists but could not be read.</summary>
    public const string FileUnreadable = "config_file_unreadable";

    /// <summary>The file, its depth or its expanded aliases exceed the limits.</summary>
    public const string TooLarge = "config_too_large";

    /// <summary>The file holds no document.</summary>
    public const string Empty = "config_empty";

    /// <summary>The file is not YAML, or uses a part of YAML that is not understood here.</summary>
    public const string Syntax = "config_syntax";

    /// <summary>A tab stands where YAML wants spaces.</summary>
    public const string Tab = "config_tab";

    /// <summary>The file holds more than one document.</summary>
    public const string SeveralDocuments = "config_several_documents";

    /// <summary>A key is not known at its place.</summary>
    public const string UnknownKey = "config_unknown_key";

    /// <summary>A key is written twice in one mapping.</summary>
    public const string DuplicateKey = "config_duplicate_key";

    /// <summary>A key that is needed is absent.</summary>
    public const string MissingKey = "config_missing_key";

    /// <summary>A value has another type than its key wants.</summary>
    public const string WrongType = "config_wrong_type";

    /// <summary>A value has the right type but is not one of those possible.</summary>
    public const string InvalidValue = "config_invalid_value";

    /// <summary>A name breaks the rule for names at its place.</summary>
    public const string InvalidName = "config_invalid_name";

    /// <summary>A path leaves the repository or is absolute.</summary>
    public const string InvalidPath = "config_invalid_path";

    /// <summary>Two settings cannot hold together.</summary>
    public const string Contradiction = "config_contradiction";

    /// <summary>A service that is named does not exist.</summary>
    public const string UnknownService = "config_unknown_service";

    /// <summary>Services wait for each other through <c>dependsOn</c>.</summary>
    public const string DependencyCycle = "config_dependency_cycle";

    /// <summary>A command cannot be split into words, or needs a shell.</summary>
    public const string InvalidCommand = "config_invalid_command";

    /// <summary>A placeholder is malformed, unknown or not possible at its place.</summary>
    public const string InvalidPlaceholder = "config_invalid_placeholder";

    /// <summary>An environment variable that a placeholder names is not set.</summary>
    public const string EnvironmentMissing = "config_environment_missing";

    /// <summary>A secret that a placeholder names does not exist.</summary>
    public const string SecretMissing = "config_secret_missing";

    /// <summary>A placeholder has no value where it is resolved.</summary>
    public const string PlaceholderUnavailable = "config_placeholder_unavailable";

    /// <summary>A first file could not be written.</summary>
    public const string FileUnwritable = "config_file_unwritable";

    /// <summary>A first file was asked for where one already exists.</summary>
    public const string FileExists = "config_file_exists";
}
