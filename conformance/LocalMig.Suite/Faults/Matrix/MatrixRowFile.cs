using System.Text.Json;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>A row in a file, from the process that tried the fault to the one that makes the matrix.</summary>
public static class MatrixRowFile
{
    /// <summary>Leaves a row in a folder, whole or not at all.</summary>
    public static void Write(string folder, MatrixRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        string path = PathOf(folder, row.Name);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(row, MatrixSerialisation.Plain.MatrixRow));
        File.Move(path + ".new", path);
    }

    /// <summary>Reads the row of a fault; null where there is none.</summary>
    public static MatrixRow? TryRead(string folder, string name)
    {
        string path = PathOf(folder, name);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), MatrixSerialisation.Plain.MatrixRow) : null;
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, name + ".json");
}
