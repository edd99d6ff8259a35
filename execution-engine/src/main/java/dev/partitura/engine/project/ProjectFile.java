package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.Companion;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.SaveLock;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A project as a JSON document, with its network as an ONNX file beside it or inside:
///
///     {"partitura": 1, "network": {"name": "net", "file": "net.partitura.onnx"}, "cluster": {…}, "plan": {…},
///      "diagram": {"positions": {"conv1": [120.0, 40.0]}, "collapsed": ["layer1"]},
///      "training": {"data": "digits", "optimizer": "adam", "batch": 32, "steps": 300, "seed": 1}}
///
/// Reads back equal. A failed save leaves the old project whole: a changed network goes into a file of a new name, and the old one
/// is removed only when the document points to the new.
public final class ProjectFile {
  /// How project files end.
  public static final String EXTENSION = ".partitura";

  /// Version of the document written here.
  static final int VERSION = 1;

  /// Networks up to this many bytes go into the document unless asked otherwise.
  private static final long INSIDE_LIMIT_BYTES = 1 << 20;

  private static final Set<String> WORDS =
      Set.of("partitura", "network", "cluster", "plan", "diagram", "training");

  /// Where the network of a project is kept.
  public enum Place {
    /// Inside when it is small, beside when it is not.
    AUTOMATIC,
    INSIDE,
    BESIDE
  }

  private final Path file;
  private @Nullable Network written;
  private @Nullable Place place;
  private @Nullable ObjectNode reference;
  private Optional<Stamp> seen = Optional.empty();

  /// Tells one content of a file from the next: each save puts a new file in its place.
  private record Stamp(@Nullable Object key, FileTime time, long bytes) {
    static Optional<Stamp> of(Path file) {
      try {
        var now = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(new Stamp(now.fileKey(), now.lastModifiedTime(), now.size()));
      } catch (IOException missing) {
        return Optional.empty();
      }
    }
  }

  /// A place to save to again and again: a network that did not change since this object saved it
  /// is not written anew. Used by one thread at a time.
  public ProjectFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  public Path path() {
    return file;
  }

  /// Remembers the file as it stands, for [#saveUnlessChanged].
  public ProjectFile seen() {
    seen = Stamp.of(file);
    return this;
  }

  /// Saves, unless another program has saved there since this object last did or [#seen] was
  /// called.
  ///
  /// @return whether it was saved
  /// @throws ProblemException as [#save]
  public boolean saveUnlessChanged(Project project, Place wanted) {
    try (var lock = SaveLock.of(file)) {
      var now = Stamp.of(file);
      if (seen.isPresent() && now.isPresent() && !now.equals(seen)) {
        return false;
      }
      save(project, wanted, lock);
      return true;
    }
  }

  /// @throws ProblemException when a file cannot be written; what was saved before is still whole
  public void save(Project project, Place wanted) {
    try (var lock = SaveLock.of(file)) {
      save(project, wanted, lock);
    }
  }

  private void save(Project project, Place wanted, SaveLock lock) {
    var before = referenced(file);
    var unfinished = lock.unfinished();
    if (isOurs(unfinished, file) && !unfinished.equals(before)) {
      discard(unfinished);
    }
    var network = reference;
    if (network == null
        || place != wanted
        || !project.network().equals(written)
        || !isThere(network)) {
      network = put(project.network(), wanted, lock);
    }
    var root = JsonText.object().put("partitura", VERSION);
    root.set("network", network);
    root.set("cluster", ClusterJson.write(project.cluster()));
    root.set("plan", JsonText.readObject(PlanFile.write(project.plan()), "plan"));
    root.set("diagram", DiagramJson.write(project.diagram()));
    if (project.training() != null) {
      root.set("training", TrainingJson.write(project.training()));
    }
    try {
      AtomicFile.writeText(file, JsonText.write(root));
    } catch (ProblemException failed) {
      var fresh = network.path("file").asText();
      if (!fresh.isEmpty() && !fresh.equals(before)) {
        discard(fresh);
      }
      throw failed;
    }
    written = project.network();
    place = wanted;
    reference = network;
    seen = Stamp.of(file);
    if (before != null && !before.equals(network.path("file").asText())) {
      discard(before);
    }
  }

  /// Saves once; see [#save].
  public static void write(Project project, Path file, Place place) {
    new ProjectFile(file).save(project, place);
  }

  private boolean isThere(ObjectNode network) {
    return !network.has("file")
        || Files.isRegularFile(file.resolveSibling(network.path("file").asText()));
  }

  private ObjectNode put(Network network, Place place, SaveLock lock) {
    var entry = JsonText.object().put("name", network.name());
    long bytes = network.initializers().values().stream().mapToLong(Constant::sizeBytes).sum();
    boolean inside =
        place == Place.INSIDE || place == Place.AUTOMATIC && bytes <= INSIDE_LIMIT_BYTES;
    if (inside) {
      return entry.put("onnx", Base64.getEncoder().encodeToString(OnnxWriter.bytesOf(network)));
    }
    var name = freshName();
    try {
      lock.note(name);
    } catch (IOException fault) {
      throw AtomicFile.refuse(file, fault);
    }
    OnnxWriter.write(network, file.resolveSibling(name));
    return entry.put("file", name);
  }

  private String freshName() {
    for (int i = 1; ; i++) {
      var name = file.getFileName() + (i == 1 ? "" : "-" + i) + ".onnx";
      if (!Files.exists(file.resolveSibling(name))) {
        return name;
      }
    }
  }

  /// The file of the network that the project standing there points to, when we gave it its name.
  private static @Nullable String referenced(Path file) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      var name =
          JsonText.readObject(Files.readString(file), file).path("network").path("file").asText();
      return isOurs(name, file) ? name : null;
    } catch (IOException | ProblemException unreadable) {
      return null;
    }
  }

  private static boolean isOurs(String name, Path file) {
    return name.startsWith(String.valueOf(file.getFileName()))
        && !name.contains("/")
        && !name.contains("\\");
  }

  private void discard(String name) {
    try (var files =
        Files.newDirectoryStream(
            file.resolveSibling(".").normalize(), path -> isPartOf(path, name))) {
      for (var old : files) {
        Files.deleteIfExists(old);
      }
    } catch (IOException ignored) {
      // A network nobody points to takes room and does no harm.
    }
  }

  private static boolean isPartOf(Path path, String name) {
    var part = String.valueOf(path.getFileName());
    return part.equals(name)
        || part.startsWith(name + ".data")
        || part.startsWith("." + name + ".") && part.endsWith(".partial");
  }

  /// @throws ProblemException when the document or its network cannot be read; one sentence for
  ///   each thing found
  public static Project read(Path file) {
    var source = Phrase.of("words.project", String.valueOf(file.getFileName()));
    var root = new JsonEntry(JsonText.readObject(TextFile.read(file, source), source), source);
    int version = root.integer("partitura");
    if (version > VERSION) {
      throw ProblemException.of("project.version.new", file.toString(), source, version, VERSION);
    }
    if (version < 1) {
      throw ProblemException.of("project.version", file.toString(), source, version);
    }
    root.allow(WORDS);
    var cluster = ClusterJson.read(root.object("cluster"));
    var plan = PlanFile.read(root.object("plan").text(), Phrase.of("words.within", source, "plan"));
    var diagram = DiagramJson.read(root.object("diagram"));
    var training = root.has("training") ? TrainingJson.settings(root.object("training")) : null;
    var network = network(root.object("network"), file, source);
    return new Project(network, cluster, plan, diagram, training);
  }

  private static Network network(JsonEntry entry, Path file, Phrase source) {
    entry.allow(Set.of("name", "file", "onnx"));
    var name = entry.string("name");
    if (entry.has("onnx")) {
      try {
        return OnnxReader.readUnfinished(
                Base64.getDecoder().decode(entry.string("onnx")), Phrase.of("words.of", source))
            .withName(name);
      } catch (IllegalArgumentException notBase64) {
        throw entry.refuse("project.network.damaged");
      }
    }
    var reference = entry.string("file");
    try {
      return OnnxReader.readUnfinished(Companion.find(file, reference)).withName(name);
    } catch (NoSuchFileException _) {
      throw ProblemException.of("project.network.missing", file.toString(), source, reference);
    } catch (Companion.OutsideException outside) {
      throw entry.refuse("project.network.outside", outside.reason());
    } catch (IOException fault) {
      throw entry.refuse("project.network.unreadable", reference, AtomicFile.reason(fault));
    }
  }
}
