using System.Text;

namespace AgentSandbox.Orchestration.Git.Commands;

/// <summary>Our own object store beside the user's: where it is and how git is told of it.</summary>
internal static class GitObjectStores
{
    /// <summary>The directory below the state directory that holds everything of snapshots.</summary>
    public const string DirectoryName = "snapshots";

    /// <summary>Where our objects of a repository are.</summary>
    public static string ObjectsOf(string commonDirectory) =>
        Path.Join(commonDirectory, RepositoryLocation.GitStateName, DirectoryName, "objects");

    /// <summary>Reads from both stores, through the git directory that is given.</summary>
    public static Dictionary<string, string> Readable(string gitDirectory, string commonDirectory)
    {
        var variables = new Dictionary<string, string> { ["GIT_DIR"] = gitDirectory };
        if (Directory.Exists(ObjectsOf(commonDirectory)))
        {
            variables["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = Quote(ObjectsOf(commonDirectory));
        }

        return variables;
    }

    /// <summary>Reads from both stores and writes to ours alone.</summary>
    public static Dictionary<string, string> Writable(string commonDirectory) => new()
    {
        ["GIT_OBJECT_DIRECTORY"] = ObjectsOf(commonDirectory),
        ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = Quote(Path.Join(commonDirectory, "objects")),
    };

    // The variable is a list; quoted, a path may contain the separator.
    private static string Quote(string path)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in path)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
