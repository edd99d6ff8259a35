package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.file.UserFolders;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a person adds to the catalogue: a file `hardware.json` in the configuration folder with
/// `devices` and `networks`, written as in a [ClusterFile]. Immutable.
public record OwnHardware(List<DeviceModel> devices, List<LinkModel> links) {
  public static final OwnHardware NONE = new OwnHardware(List.of(), List.of());

  /// What a name may be, so that it can stand among the words of a cluster.
  private static final String NAME = "[A-Za-z][A-Za-z0-9 ._()+/-]*";

  public OwnHardware {
    devices = List.copyOf(devices);
    links = List.copyOf(links);
  }

  /// Where this user's stands; empty for a user without a home.
  public static Optional<Path> file() {
    return UserFolders.ofUser().config().map(folder -> folder.resolve("hardware.json"));
  }

  /// @throws ProblemException when the file cannot be read or a figure in it is impossible; a file
  ///   that is not there holds nothing
  public static OwnHardware read(Path file) {
    if (!Files.exists(file)) {
      return NONE;
    }
    var source = Phrase.of("words.hardware", file);
    var root = new JsonEntry(JsonText.readObject(TextFile.read(file, source), source), source);
    root.allow(Set.of("devices", "networks"));
    return new OwnHardware(
        root.has("devices")
            ? root.objects("devices").stream().map(ModelJson::device).toList()
            : List.of(),
        root.has("networks")
            ? root.objects("networks").stream().map(ModelJson::link).toList()
            : List.of());
  }

  /// @throws ProblemException when the file cannot be written
  public void write(Path file) {
    var root = JsonText.object();
    var written = root.putArray("devices");
    devices.forEach(device -> written.add(ModelJson.write(device)));
    var networks = root.putArray("networks");
    links.forEach(link -> networks.add(ModelJson.write(link)));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException fault) {
      throw AtomicFile.refuse(file, fault);
    }
    AtomicFile.writeText(file, JsonText.write(root));
  }

  /// With a device more, in place of one of the same name.
  ///
  /// @throws ProblemException when the catalogue has that name, or no cluster could be written with
  ///   it
  public OwnHardware with(DeviceModel device) {
    check(device.name());
    return new OwnHardware(replaced(devices, device, DeviceModel::name), links);
  }

  /// With a link more, in place of one of the same name.
  ///
  /// @throws ProblemException as for a device
  public OwnHardware with(LinkModel link) {
    check(link.name());
    return new OwnHardware(devices, replaced(links, link, LinkModel::name));
  }

  /// Without what has this name.
  public OwnHardware without(String name) {
    return new OwnHardware(
        devices.stream().filter(device -> !device.name().equals(name)).toList(),
        links.stream().filter(link -> !link.name().equals(name)).toList());
  }

  private static void check(String name) {
    if (!name.matches(NAME)) {
      throw ProblemException.of("hardware.name", name, name);
    }
    if (Catalogue.isPublished(name)) {
      throw ProblemException.of("hardware.name.taken", name, name);
    }
  }

  private static <T> List<T> replaced(List<T> before, T one, Function<T, String> name) {
    var after = new ArrayList<>(before);
    after.removeIf(other -> name.apply(other).equals(name.apply(one)));
    after.add(one);
    return after;
  }
}
