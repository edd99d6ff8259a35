package dev.partitura.engine.execute.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonEntry;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a prediction tells beyond its trace: how far off it may be, which devices would run out of
/// memory, and how well the peak rates of all devices are used. Immutable.
///
/// @param outOfMemory devices whose values and constants do not fit, those that stand for others
///   once
/// @param modelFlopsUtilization operations of the network itself, forward and in training twice
///   that back, without what is done again, over what all devices could do at their peaks
///   meanwhile; empty where a device has no known peak. Source: Chowdhery et al. 2022,
///   arXiv:2204.02311
/// @param expectedError by how much such predictions differed from measurements in the mean, as a
///   share; empty where nobody has compared
/// @param calibrated whether it is priced by what was measured on the machine that would run it
public record Forecast(
    List<Shortage> outOfMemory,
    OptionalDouble modelFlopsUtilization,
    OptionalDouble expectedError,
    boolean calibrated) {
  public Forecast {
    outOfMemory = List.copyOf(outOfMemory);
  }

  /// A device that lacks memory.
  ///
  /// @param neededBytes of values and constants
  public record Shortage(String device, long neededBytes, long memoryBytes) {}

  /// Writes `modelFlopsUtilization` and `expectedError`, null where they are not known,
  /// `calibrated`, and `outOfMemory`, a list of `device`, `neededBytes` and `memoryBytes`.
  public void put(ObjectNode report) {
    report.put("modelFlopsUtilization", boxed(modelFlopsUtilization));
    report.put("expectedError", boxed(expectedError));
    report.put("calibrated", calibrated);
    var devices = report.putArray("outOfMemory");
    for (var shortage : outOfMemory) {
      devices
          .addObject()
          .put("device", shortage.device())
          .put("neededBytes", shortage.neededBytes())
          .put("memoryBytes", shortage.memoryBytes());
    }
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  /// Reads what [#put] wrote.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when something is missing or of another
  ///   kind
  public static Forecast read(JsonEntry entry) {
    return new Forecast(
        entry.objects("outOfMemory").stream()
            .map(device ->
                new Shortage(
                    device.string("device"),
                    device.whole("neededBytes"),
                    device.whole("memoryBytes")))
            .toList(),
        number(entry, "modelFlopsUtilization"),
        number(entry, "expectedError"),
        entry.flag("calibrated"));
  }

  private static OptionalDouble number(JsonEntry entry, String word) {
    return entry.node().path(word).isNull()
        ? OptionalDouble.empty()
        : OptionalDouble.of(entry.number(word));
  }
}
