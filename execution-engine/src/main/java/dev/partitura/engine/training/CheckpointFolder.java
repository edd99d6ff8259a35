package dev.partitura.engine.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A folder of checkpoints: `step-120/values.onnx` holds what stays as initializers, `step-120/
/// state.json` the losses so far and what was trained how. A checkpoint is written beside and then
/// renamed, so that there is a whole one or none.
///
/// @param setting what must be the same to go on: model, data, optimizer, batch and so on, by word
public record CheckpointFolder(Path folder, Map<String, String> setting) {
  private static final Pattern NAME = Pattern.compile("step-(\\d{1,9})");
  private static final String WRITING = ".writing-";

  /// What a writer has not finished yet, by the number of its process; earlier ones gave none.
  private static final Pattern UNFINISHED = Pattern.compile("\\.writing-(?:(\\d{1,19})-)?\\d+");

  private static final String VALUES = "values.onnx";
  private static final String STATE = "state.json";

  public CheckpointFolder {
    setting = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(setting));
  }

  /// Makes sure that checkpoints can be written there, and makes the folder.
  ///
  /// @throws ProblemException when they cannot
  public static void check(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException fault) {
      throw AtomicFile.refuse(folder, fault);
    }
    AtomicFile.check(folder.resolve(STATE));
  }

  /// Writes a checkpoint in place of all that are there.
  ///
  /// @throws ProblemException when it cannot be written; then the latest that was is still there
  public void replace(TrainingState state) {
    write(state);
    try (var all = Files.list(folder)) {
      for (var each : all.toList()) {
        if (steps(each) >= 0 && steps(each) != state.steps()) {
          remove(each);
        }
      }
    } catch (IOException fault) {
      throw AtomicFile.refuse(folder, fault);
    }
  }

  /// @throws ProblemException when it cannot be written
  public void write(TrainingState state) {
    try {
      Files.createDirectories(folder);
      var target = folder.resolve("step-" + state.steps());
      sweep();
      var beside = Files.createTempDirectory(folder, WRITING + ProcessHandle.current().pid() + "-");
      var constants = new LinkedHashMap<String, Constant>();
      state.kept().forEach((name, tensor) -> constants.put(name, Constant.of(tensor)));
      OnnxWriter.write(
          Network.empty("checkpoint").withInitializers(constants), beside.resolve(VALUES));
      AtomicFile.writeText(beside.resolve(STATE), JsonText.write(document(state)));
      if (Files.exists(target)) {
        remove(target);
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException fault) {
      throw AtomicFile.refuse(folder, fault);
    }
  }

  /// Takes away what writers left that are no more.
  private void sweep() throws IOException {
    try (var all = Files.list(folder)) {
      for (var each : all.filter(Files::isDirectory).toList()) {
        var name = UNFINISHED.matcher(Objects.requireNonNull(each.getFileName()).toString());
        if (name.matches() && !isAlive(name.group(1))) {
          remove(each);
        }
      }
    }
  }

  private static boolean isAlive(@Nullable String process) {
    return process != null
        && ProcessHandle.of(Long.parseLong(process)).map(ProcessHandle::isAlive).orElse(false);
  }

  private ObjectNode document(TrainingState state) {
    var root = JsonText.object();
    root.put("steps", state.steps());
    var words = root.putObject("setting");
    setting.forEach(words::put);
    var losses = root.putArray("lossPerStep");
    for (double loss : state.losses()) {
      losses.add(loss);
    }
    return root;
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /// The checkpoint after most steps.
  ///
  /// @param next the step that goes on from it
  /// @throws ProblemException when there is none, it is broken, or it is of another setting or of
  ///   another network
  public TrainingState read(TrainingStep next) {
    var latest = required();
    var state = read(latest);
    // A network of the same name may have changed since.
    state
        .misfit(next)
        .ifPresent(value -> {
          throw ProblemException.of(
              "training.checkpoint.network", latest.toString(), latest, value);
        });
    return state;
  }

  /// The checkpoint after most steps, whatever is trained next.
  ///
  /// @throws ProblemException when there is none, it is broken, or it is of another setting
  public TrainingState read() {
    return read(required());
  }

  private Path required() {
    return latest()
        .orElseThrow(
            () -> ProblemException.of("training.checkpoint.none", folder.toString(), folder));
  }

  private TrainingState read(Path latest) {
    var file = latest.resolve(STATE);
    var root =
        JsonText.readObject(TextFile.read(file, Phrase.of("words.checkpoint", latest)), file);
    setting.forEach((word, value) -> {
      var then = root.path("setting").path(word).asText("");
      if (!then.equals(value)) {
        throw ProblemException.of(
            "training.checkpoint.other", latest.toString(), latest, word, then, value);
      }
    });
    var losses = root.path("lossPerStep");
    int steps = root.path("steps").isInt() ? root.path("steps").intValue() : -1;
    if (steps < 0 || !losses.isArray() || losses.size() != steps) {
      throw broken(latest);
    }
    var values = new double[steps];
    for (int step = 0; step < steps; step++) {
      if (!losses.get(step).isNumber()) {
        throw broken(latest);
      }
      values[step] = losses.get(step).doubleValue();
    }
    return new TrainingState(steps, kept(latest), values);
  }

  /// What stayed. Whatever is wrong with the file, a person can do no more than take another.
  private static Map<String, Tensor> kept(Path latest) {
    var kept = new HashMap<String, Tensor>();
    try {
      OnnxReader.read(latest.resolve(VALUES))
          .initializers()
          .forEach((name, constant) -> kept.put(name, constant.tensor()));
    } catch (ProblemException cut) {
      throw broken(latest);
    }
    if (kept.isEmpty()) {
      throw broken(latest);
    }
    return kept;
  }

  private static ProblemException broken(Path latest) {
    return ProblemException.of("training.checkpoint.broken", latest.toString(), latest);
  }

  private Optional<Path> latest() {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var all = Files.list(folder)) {
      return all.filter(each -> steps(each) >= 0)
          .max(Comparator.comparingInt(CheckpointFolder::steps));
    } catch (IOException fault) {
      throw AtomicFile.refuse(folder, fault);
    }
  }

  private static int steps(Path checkpoint) {
    var name = NAME.matcher(Objects.requireNonNull(checkpoint.getFileName()).toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : -1;
  }
}
