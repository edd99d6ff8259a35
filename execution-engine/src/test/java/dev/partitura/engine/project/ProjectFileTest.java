package dev.partitura.engine.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.cluster.catalogue.ClusterWords;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.onnx.Models;
import dev.partitura.engine.network.onnx.SameNetwork;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProjectFileTest {
  @TempDir Path folder = Path.of("");

  private static Project project(Network network, long seed) {
    var random = new SplittableRandom(seed);
    var partition = new LinkedHashMap<OpId, Integer>();
    var positions = new LinkedHashMap<OpId, Diagram.Position>();
    for (var op : network.ops()) {
      if (random.nextBoolean()) {
        partition.put(op.id(), random.nextInt(2));
        positions.put(
            op.id(), new Diagram.Position(random.nextGaussian() * 1e3, random.nextGaussian() / 3));
      }
    }
    partition.put(new OpId("gone \"long\" ago"), 1);
    var meshes = List.of(Mesh.of(new DeviceId("cpu1")), Mesh.of(new DeviceId("cpu0")));
    var plan =
        Plan.of(meshes, partition, 1 + random.nextInt(9))
            .withPasses(new Passes(true, random.nextBoolean(), false, true));
    return new Project(
        network, Clusters.workers(2), plan, new Diagram(positions, Set.of("layer1", "块/二")));
  }

  private static Project with(Project project, Network network) {
    return new Project(network, project.cluster(), project.plan(), project.diagram());
  }

  private static void assertSame(Project expected, Project actual) {
    SameNetwork.assertSame(expected.network(), actual.network());
    assertEquals(expected, with(actual, expected.network()));
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void projectsReadBackEqual(ProjectFile.Place place) {
    for (int seed = 0; seed < 8; seed++) {
      var project = project(Models.rich(), seed);
      var file = folder.resolve("项目 " + seed + ".partitura");
      ProjectFile.write(project, file, place);
      assertSame(project, ProjectFile.read(file));
    }
  }

  @Test
  void aNetworkThatNobodyFinishedReadsBackEqual() {
    var b = new NetworkBuilder("");
    b.op("Add", b.input("x", Shape.of(-1)), "nobody");
    var project = project(b.build(), 1);
    ProjectFile.write(project, folder.resolve("drawing.partitura"), ProjectFile.Place.AUTOMATIC);
    assertSame(project, ProjectFile.read(folder.resolve("drawing.partitura")));
  }

  @Test
  void largeNetworksGoBesideAndOnlyTheNewestStays() throws IOException {
    var b = new NetworkBuilder("large");
    b.output(
        b.op(
            "Add",
            b.input("x", Shape.of(600_000)),
            b.initializer("w", Tensor.ofFloats(new float[600_000], 600_000))));
    var project = project(b.build(), 1);
    var file = new ProjectFile(folder.resolve("p.partitura"));
    file.save(project, ProjectFile.Place.AUTOMATIC);
    assertEquals(List.of("p.partitura", "p.partitura.onnx"), names());
    var before = Files.getLastModifiedTime(folder.resolve("p.partitura.onnx"));
    file.save(project.withDiagram(Diagram.EMPTY), ProjectFile.Place.AUTOMATIC);
    assertEquals(before, Files.getLastModifiedTime(folder.resolve("p.partitura.onnx")));
    file.save(with(project, project.network().withName("renamed")), ProjectFile.Place.AUTOMATIC);
    assertEquals(List.of("p.partitura", "p.partitura-2.onnx"), names());
    assertEquals("renamed", ProjectFile.read(file.path()).network().name());
    file.save(project, ProjectFile.Place.INSIDE);
    assertEquals(List.of("p.partitura"), names());
  }

  @Test
  void aModelOfTheSameNameIsNeverOverwritten() throws IOException {
    Files.writeString(folder.resolve("net.onnx"), "somebody's own");
    Files.writeString(folder.resolve("net.partitura.onnx"), "somebody's own");
    ProjectFile.write(
        project(Models.rich(), 1), folder.resolve("net.partitura"), ProjectFile.Place.BESIDE);
    assertEquals("somebody's own", Files.readString(folder.resolve("net.onnx")));
    assertEquals("somebody's own", Files.readString(folder.resolve("net.partitura.onnx")));
  }

  @Test
  void aNetworkThatIsALinkOutOfTheFolderIsRefusedWithItsTarget() throws IOException {
    var home = Files.createDirectory(folder.resolve("home"));
    var file = home.resolve("net.partitura");
    ProjectFile.write(project(Models.rich(), 1), file, ProjectFile.Place.BESIDE);
    var network = home.resolve("net.partitura.onnx");
    var away = Files.move(network, folder.resolve("away.onnx"));
    Files.createSymbolicLink(network, away);
    var refusal = assertThrows(ProblemException.class, () -> ProjectFile.read(file));
    var message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("link net.partitura.onnx leads to " + away.toRealPath()), message);
  }

  @Test
  void whatAnotherProgramSavedIsNotSavedOverUnasked() {
    var path = folder.resolve("net.partitura");
    var first = project(Models.rich(), 1);
    var second = first.withDiagram(Diagram.EMPTY);
    ProjectFile.write(first, path, ProjectFile.Place.INSIDE);
    var ours = new ProjectFile(path).seen();
    var theirs = new ProjectFile(path).seen();
    assertTrue(theirs.saveUnlessChanged(second, ProjectFile.Place.INSIDE));
    assertTrue(theirs.saveUnlessChanged(second, ProjectFile.Place.INSIDE));
    assertFalse(ours.saveUnlessChanged(first, ProjectFile.Place.INSIDE));
    assertSame(second, ProjectFile.read(path));
    ours.save(first, ProjectFile.Place.INSIDE);
    assertSame(first, ProjectFile.read(path));
    assertTrue(ours.saveUnlessChanged(first, ProjectFile.Place.INSIDE));
  }

  @Test
  void theNetworkOfASaveThatWasKilledGoesWithTheNext() throws IOException {
    var path = folder.resolve("net.partitura");
    ProjectFile.write(project(Models.rich(), 1), path, ProjectFile.Place.BESIDE);
    Files.writeString(folder.resolve("net.partitura-3.onnx"), "somebody's own");
    Files.writeString(folder.resolve("net.partitura-2.onnx.data"), "complete");
    Files.writeString(folder.resolve(".net.partitura-2.onnx.999999999-1.partial"), "half");
    Files.writeString(folder.resolve(".net.partitura.lock"), "net.partitura-2.onnx");
    ProjectFile.write(project(Models.rich(), 2), path, ProjectFile.Place.INSIDE);
    assertEquals(List.of("net.partitura", "net.partitura-3.onnx"), names());
  }

  @Test
  void aNoteCannotRemoveWhatIsNotTheProjects() throws IOException {
    var path = folder.resolve("net.partitura");
    Files.writeString(folder.resolve("other.onnx"), "somebody's own");
    Files.writeString(folder.resolve(".net.partitura.lock"), "other.onnx");
    ProjectFile.write(project(Models.rich(), 1), path, ProjectFile.Place.INSIDE);
    assertEquals(List.of("net.partitura", "other.onnx"), names());
  }

  private void refused(String part, String text) throws IOException {
    var file = Files.writeString(folder.resolve("bad.partitura"), text);
    var refusal = assertThrows(ProblemException.class, () -> ProjectFile.read(file), text);
    var message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(part), message);
    assertFalse(message.contains("Exception") || message.contains("\n"), message);
  }

  @Test
  void aClusterOutOfTheCatalogueKeepsItsModelsAndNetworks() throws IOException {
    var cluster = ClusterWords.parse("2*2xA100-SXM4-80GB,inter=IB NDR 400G");
    var before = project(Models.rich(), 1).withCluster(cluster);
    var file = folder.resolve("a100.partitura");
    ProjectFile.write(before, file, ProjectFile.Place.INSIDE);
    assertEquals(cluster, ProjectFile.read(file).cluster());
    Files.writeString(file, Files.readString(file).replace("\"models\"", "\"links\""));
    assertThrows(ProblemException.class, () -> ProjectFile.read(file));
  }

  @Test
  void aDeviceKeepsItsSpeedAndOneWithoutHasThatOfItsKind() throws IOException {
    var before = project(Models.rich(), 1);
    var devices = new ArrayList<>(before.cluster().devices());
    var fast = devices.get(1);
    devices.set(
        1,
        new Device(
            fast.id(),
            fast.kind(),
            fast.host(),
            fast.core(),
            fast.memoryBytes(),
            new Speed(5e9, 3e9, 700)));
    var cluster = before.cluster();
    var slow = new Cluster(cluster.name(), cluster.hosts(), devices, cluster.links());
    var file = folder.resolve("slow.partitura");
    ProjectFile.write(before.withCluster(slow), file, ProjectFile.Place.INSIDE);
    assertEquals(slow, ProjectFile.read(file).cluster());
    var text = Files.readString(file).replaceAll(",\\s*\"speed\" : \\{[^}]*}", "");
    assertFalse(text.contains("speed"));
    Files.writeString(file, text);
    assertEquals(
        Speed.of(DeviceKind.CPU), ProjectFile.read(file).cluster().devices().get(1).speed());
  }

  @Test
  void brokenDocumentsAreRefusedInOneSentence() throws IOException {
    var file = folder.resolve("good.partitura");
    ProjectFile.write(project(Models.rich(), 1), file, ProjectFile.Place.INSIDE);
    var good = Files.readString(file);
    refused("must be one JSON object", "");
    refused("line 1, column", "{\"partitura\": 1,,}");
    refused("must be one JSON object", "[1]");
    refused("behind the end", good + "{}");
    refused("newer Partitura (format 2", good.replace("\"partitura\" : 1", "\"partitura\" : 2"));
    refused("newer Partitura (format 7", "{\"partitura\": 7, \"orchestra\": []}");
    refused("\"partitura\" is missing", "{}");
    refused("no such word as \"clutser\"", good.replace("\"cluster\" :", "\"clutser\" :"));
    refused("the network inside is damaged", good.replace("\"onnx\" : \"", "\"onnx\" : \"*"));
    refused("cut short", good.replaceAll("\"onnx\" : \".{40}", "\"onnx\" : \""));
    refused(
        "\"cores\" must be a whole number",
        good.replaceAll("\"cores\" : \\d+", "\"cores\" : \"two\""));
    refused(
        "\"bytesPerSecond\" must be above 0",
        good.replaceFirst("\"bytesPerSecond\" : [0-9.E]+", "\"bytesPerSecond\" : 0"));
    refused("two devices are named cpu0", good.replace("\"id\" : \"cpu1\"", "\"id\" : \"cpu0\""));
    refused(
        "must be one of cpu or gpu",
        good.replaceFirst("\"kind\" : \"cpu\"", "\"kind\" : \"abacus\""));
    refused(
        "must be a pair [x, y]",
        good.replaceFirst("\"positions\" : \\{", "\"positions\" : { \"a\" : [1],"));
    refused(
        "\"collapsed\" must be a list of names",
        good.replaceFirst("\"collapsed\" : \\[", "\"collapsed\" : [ 7, "));
    refused("a whole number of at least 1", good.replaceFirst("\"data\" : 1", "\"data\" : 0"));
    Files.write(file, new byte[] {(byte) 0xff, 0, 1});
    assertTrue(
        String.valueOf(
                assertThrows(ProblemException.class, () -> ProjectFile.read(file)).getMessage())
            .contains("not a text file"));
    assertTrue(
        String.valueOf(
                assertThrows(ProblemException.class, () -> ProjectFile.read(folder.resolve("no")))
                    .getMessage())
            .contains("does not exist"));
  }

  @Test
  void aMissingOrOutlyingNetworkIsNamed() throws IOException {
    var file = folder.resolve("p.partitura");
    ProjectFile.write(project(Models.rich(), 1), file, ProjectFile.Place.BESIDE);
    var text = Files.readString(file);
    Files.delete(folder.resolve("p.partitura.onnx"));
    refused("keeps its network in p.partitura.onnx, which is not beside it", text);
    for (var place : List.of("/etc/passwd", "../p.partitura.onnx", "C:\\\\x.onnx", "")) {
      refused(
          "is not the name of a file inside the folder",
          text.replace("\"p.partitura.onnx\"", "\"" + place + "\""));
    }
  }

  @Test
  void damagedProjectsAreReadOrRefusedInWords() throws IOException {
    var file = folder.resolve("p.partitura");
    ProjectFile.write(project(Models.rich(), 1), file, ProjectFile.Place.INSIDE);
    var good = Files.readAllBytes(file);
    var random = new SplittableRandom(7);
    int refusals = 0;
    for (int round = 0; round < 2000; round++) {
      var bytes = good.clone();
      for (int edit = random.nextInt(4); edit >= 0; edit--) {
        bytes[random.nextInt(bytes.length)] =
            (byte)
                (random.nextBoolean()
                    ? " {}[]:,\"0-e\n".charAt(random.nextInt(12))
                    : random.nextInt(128));
      }
      Files.write(file, bytes);
      try {
        ProjectFile.read(file);
      } catch (ProblemException refusal) {
        refusals++;
      }
    }
    assertTrue(refusals > 500, refusals + " refused");
  }

  @Test
  void unsavedWorkSurvivesTheProgram() throws IOException {
    var project = project(Models.rich(), 3);
    var autosave = Autosave.in(folder);
    autosave.keep(project, Path.of("/home/me/work.partitura"));
    assertEquals(List.of(), autosave.leftovers());
    for (var name : names()) {
      Files.move(
          folder.resolve(name),
          folder.resolve(name.replaceFirst("recovery-\\d+-\\d+", "recovery-999999999-12")));
    }
    var leftover = autosave.leftovers().getFirst();
    assertEquals(Path.of("/home/me/work.partitura"), leftover.original());
    assertSame(project, ProjectFile.read(leftover.file()));
    autosave.keep(project, null);
    autosave.discard(leftover);
    assertEquals(List.of(), autosave.leftovers());
    assertEquals(2, names().size());
    autosave.discard();
    assertEquals(List.of(), names());
  }

  @Test
  void recoveryFilesOfAKilledProgramWithoutADocumentAreRemoved() throws IOException {
    var autosave = Autosave.in(folder);
    for (var name :
        List.of(
            "recovery-999999999-12.partitura.onnx",
            "recovery-999999999-12.origin.json",
            ".recovery-999999999-12.partitura.999999999-3.partial",
            "recovery-of-my-own.txt")) {
      Files.writeString(folder.resolve(name), "left");
    }
    autosave.keep(project(Models.rich(), 1), null);
    assertEquals(List.of(), autosave.leftovers());
    assertEquals(3, names().size(), names().toString());
    autosave.discard();
    assertEquals(List.of("recovery-of-my-own.txt"), names());
  }
}
