package dev.partitura.engine.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsFileTest {
  private static final Cluster CLUSTER = Clusters.workers(2);

  @TempDir Path folder = Path.of("");

  private static Network network(String name) {
    var b = new NetworkBuilder(name);
    var x = b.input("x", Shape.of(-1, 16).withSymbol(0, "batch"));
    for (int i = 0; i < 4; i++) {
      x = b.op("Relu", x);
    }
    b.output(x);
    return b.build();
  }

  private static KeptRun run(int number, Network network) {
    var ids = CLUSTER.devices().stream().map(device -> device.id()).toList();
    OpId last = network.ops().getLast().id();
    var plan = Plan.of(ids.stream().map(Mesh::of).toList(), Map.of(last, 1), 4);
    var request = new RunRequest(network, CLUSTER, plan, 8, Map.of(), 1, 5, 1);
    var runs =
        new LoweringRunner(new LocalExecutor())
            .runBesideUnsplit(request, new Cancellation(), Progress.NONE);
    var made = Provenance.of(network, runs.run(), runs.unsplit(), runs.agreement());
    return new KeptRun(number, "pipeline", CLUSTER, 8, 5, new Analyses(runs.run().trace(), made));
  }

  @Test
  void aRunReadsBackWithAllThatWasToBeKnownOfIt() {
    var network = network("net");
    var run = run(3, network);
    var document = folder.resolve("net.partitura");
    assertEquals(List.of(), RunsFile.write(document, network, List.of(run)));
    var found = RunsFile.read(document, network);
    assertEquals(List.of(), found.lost());
    var again = found.runs().getFirst();
    assertEquals(3, again.number());
    assertEquals(CLUSTER, again.cluster());
    assertEquals(8, again.batch());
    assertSame(network, again.analyses().provenance().network());
    assertEquals(run.analyses().provenance().plan(), again.analyses().provenance().plan());
    var measured = assertNotNullMeasured(run);
    assertArrayEquals(measured, assertNotNullMeasured(again));
    // The report tells every analysis: of times, trace, tasks and the unsplit run.
    assertEquals(Report.json(run.analyses()), Report.json(again.analyses()));
  }

  private static long[] assertNotNullMeasured(KeptRun run) {
    var measured = run.analyses().provenance().measured();
    assertNotNull(measured);
    return measured.iterationNanos();
  }

  @Test
  void aRunOfAnotherNetworkIsKeptWithoutIt() {
    var run = run(1, network("net"));
    var document = folder.resolve("net.partitura");
    RunsFile.write(document, network("changed"), List.of(run));
    var again = RunsFile.read(document, network("changed")).runs().getFirst();
    assertNull(again.analyses().provenance().network());
    assertEquals(run.analyses().trace().spanCount(), again.analyses().trace().spanCount());
  }

  @Test
  void aDamagedRunLosesItselfAlone() throws IOException {
    var network = network("net");
    var document = folder.resolve("net.partitura");
    RunsFile.write(document, network, List.of(run(1, network), run(2, network)));
    var file = RunsFile.beside(document);
    var bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("run-1");
    bytes[at + 200] ^= 0x55;
    Files.write(file, bytes);
    var found = RunsFile.read(document, network);
    assertEquals(List.of(2), found.runs().stream().map(KeptRun::number).toList());
    assertEquals(1, found.lost().size());
    assertTrue(found.lost().getFirst().message().contains("Run #1"));
    Files.writeString(file, "no archive");
    assertEquals(1, RunsFile.read(document, network).lost().size());
  }

  @Test
  void theNewestRunsStayWhereNotAllFitAndTheOthersAreNamed() {
    var network = network("net");
    var document = folder.resolve("net.partitura");
    var run = run(1, network);
    long each = RunRecord.write(run, network).length;
    var runs = List.of(run, again(2, run), again(3, run));
    var leftOut = RunsFile.write(document, network, runs, each * 2 + each / 2);
    assertEquals(1, leftOut.size());
    assertTrue(
        leftOut.getFirst().message().contains("[1]") || leftOut.getFirst().message().contains("1"));
    assertEquals(
        List.of(2, 3),
        RunsFile.read(document, network).runs().stream().map(KeptRun::number).toList());
    RunsFile.write(document, network, List.of());
    assertFalse(Files.exists(RunsFile.beside(document)));
  }

  private static KeptRun again(int number, KeptRun run) {
    return new KeptRun(
        number, run.strategy(), run.cluster(), run.batch(), run.repeats(), run.analyses());
  }
}
