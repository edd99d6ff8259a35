package dev.partitura.engine.execute.calibrate;

import dev.partitura.engine.execute.times.KernelTimes;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.UserFolders;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where a [Calibration] is kept. It can be made again: a file that is damaged or of another
/// machine counts as none.
public final class CalibrationFile {
  private static final String NAME = "calibration.json";
  private static final int FORM = 1;

  private final Path path;

  public CalibrationFile(Path path) {
    this.path = path;
  }

  /// That of the user who started the program.
  public static CalibrationFile ofUser() {
    return new CalibrationFile(UserFolders.ofUser().cache("calibration").resolve(NAME));
  }

  public Path path() {
    return path;
  }

  /// Null where there is none of this machine.
  public @Nullable Calibration read(String machine) {
    try {
      if (!Files.isRegularFile(path)) {
        return null;
      }
      var entry =
          new JsonEntry(
              JsonText.readObject(Files.readString(path), NAME), Phrase.of("words.calibration"));
      return entry.integer("form") == FORM && entry.string("machine").equals(machine)
          ? read(entry, machine)
          : null;
    } catch (IOException | ProblemException damaged) {
      return null;
    }
  }

  private static Calibration read(JsonEntry entry, String machine) {
    var copies = new TreeMap<Long, Double>();
    for (var copy : entry.objects("copies")) {
      copies.put(copy.whole("bytes"), copy.number("nanos"));
    }
    var kernels = new KernelTimes();
    for (var kernel : entry.objects("kernels")) {
      kernels.put(
          kernel.string("kernel"),
          new KernelTimes.Time(kernel.number("aloneNanos"), kernel.number("crowdedNanos")));
    }
    if (copies.isEmpty()) {
      throw entry.wrong("copies", Phrase.of("words.json.objects"));
    }
    return new Calibration(
        machine,
        entry.number("taskNanos"),
        copies,
        kernels,
        entry.has("meanError")
            ? OptionalDouble.of(entry.number("meanError"))
            : OptionalDouble.empty());
  }

  /// Keeps it; where nothing can be written there, it is measured again the next time.
  void write(Calibration calibration) {
    var root = JsonText.object();
    root.put("form", FORM)
        .put("machine", calibration.machine())
        .put("taskNanos", calibration.taskNanos());
    calibration.meanError().ifPresent(error -> root.put("meanError", error));
    var copies = root.putArray("copies");
    calibration
        .copyNanos()
        .forEach((bytes, nanos) -> copies.addObject().put("bytes", bytes).put("nanos", nanos));
    var kernels = root.putArray("kernels");
    calibration
        .kernels()
        .all()
        .forEach((kernel, time) ->
            kernels
                .addObject()
                .put("kernel", kernel)
                .put("aloneNanos", time.aloneNanos())
                .put("crowdedNanos", time.crowdedNanos()));
    try {
      AtomicFile.writeText(path, JsonText.write(root));
    } catch (ProblemException refused) {
      // What was measured still serves this start.
    }
  }
}
