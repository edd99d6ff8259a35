package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {
  @Test
  void writtenPlanIsReadBack() {
    var b = new NetworkBuilder("two");
    b.output(b.op("Relu", b.op("Relu", b.input("x", Shape.of(1)))));
    var plan =
        Plan.of(
                List.of(Mesh.of(new DeviceId("cpu0")), Mesh.of(new DeviceId("cpu1"))),
                Map.of(new OpId("Relu"), 0, new OpId("Relu_2"), 1),
                8)
            .withPasses(new Passes(true, false, true, false));
    var text = PlanFile.write(plan, b.build());
    assertEquals(plan, PlanFile.read(text, "two.json"));
    assertTrue(text.contains("\"ops\" : [ \"Relu_2\" ]"), text);
  }

  @Test
  void partsAloneAreEnough() {
    var plan = PlanFile.read("{\"parts\": [{\"devices\": [\"cpu0\"]}]}", "p.json");
    assertEquals(Passes.ALL, plan.passes());
    assertEquals(1, plan.microBatches());
  }

  @Test
  void anyPlanIsReadBackEqual() {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 300; round++) {
      int replicas = 1 + random.nextInt(3);
      int shards = 1 + random.nextInt(2);
      var meshes = new ArrayList<Mesh>();
      for (int part = 1 + random.nextInt(5); part > 0; part--) {
        var devices = new ArrayList<DeviceId>();
        for (int i = 0; i < replicas * shards; i++) {
          devices.add(new DeviceId("gpu \"" + random.nextInt(9) + "\" 号"));
        }
        meshes.add(new Mesh(devices, shards));
      }
      var partition = new LinkedHashMap<OpId, Integer>();
      for (int op = random.nextInt(20); op > 0; op--) {
        partition.put(new OpId("block/op " + op), random.nextInt(meshes.size()));
      }
      var passes =
          new Passes(
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean() ? Precision.FP32 : Precision.BF16);
      var plan =
          new Plan(
                  meshes.stream().map(Part::new).toList(),
                  partition,
                  1 + random.nextInt(9),
                  "schedule " + round,
                  passes)
              .withSequenceParallel(random.nextBoolean())
              .withGlobalBatch(random.nextInt(99))
              .with(
                  new Replication(
                      1 + random.nextInt(1 << 21), random.nextInt(4), random.nextInt(9)));
      assertEquals(plan, PlanFile.read(PlanFile.write(plan), "random.json"));
    }
  }

  @Test
  void aScheduleOfNoDevicesIsRefused() {
    var text = "{\"schedule\": [], \"parts\": [{\"devices\": [\"cpu0\"], \"ops\": []}]}";
    var refused = assertThrows(ProblemException.class, () -> PlanFile.read(text, "p.json"));
    assertEquals("plan.file.schedule", refused.problems().getFirst().code());
  }

  @Test
  void documentsOfTheEarlierShapeAreRead() {
    var text =
        """
        {"strategy": "pipeline", "replicas": 2, "microBatches": 8, "schedule": "forward",
         "passes": {"foldConstants": true, "foldNormalization": false, "fuseActivations": true, "planMemory": true},
         "stages": [{"devices": ["cpu0", "cpu2"], "ops": ["a", "b"]}, {"devices": ["cpu1", "cpu3"], "ops": ["c"]}]}
        """;
    var plan = PlanFile.read(text, "earlier.json");
    assertEquals(
        Plan.of(
                List.of(
                    Mesh.of(List.of(new DeviceId("cpu0"), new DeviceId("cpu2"))),
                    Mesh.of(List.of(new DeviceId("cpu1"), new DeviceId("cpu3")))),
                Map.of(new OpId("a"), 0, new OpId("b"), 0, new OpId("c"), 1),
                8)
            .withPasses(new Passes(true, false, true, true)),
        plan);
    assertEquals(plan, PlanFile.read(PlanFile.write(plan), "later.json"));
    assertEquals(
        Plan.single(new DeviceId("cpu0")),
        PlanFile.read("{\"stages\": [{\"devices\": [\"cpu0\"]}]}", "p.json"));
  }

  @Test
  void axesThatAreNotGivenFollowFromTheDevices() {
    var mesh = ", \"mesh\": {\"tensor\": 2}";
    assertEquals(
        new Mesh(devices("a", "b", "c", "d"), 2), mesh("\"a\", \"b\", \"c\", \"d\"", mesh));
    assertEquals(new Mesh(devices("a", "b"), 1), mesh("\"a\", \"b\"", ""));
    assertEquals(new Mesh(devices("a", "b"), 1), mesh("\"a\", \"b\"", ", \"mesh\": {\"data\": 2}"));
  }

  private static List<DeviceId> devices(String... names) {
    return List.of(names).stream().map(DeviceId::new).toList();
  }

  private static Mesh mesh(String devices, String axes) {
    var text = "{\"parts\": [{\"devices\": [" + devices + "]" + axes + "}]}";
    return PlanFile.read(text, "p.json").parts().getFirst().mesh();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"stages\": [}|p.json is not readable as JSON at line 1, column 13: Unexpected close marker '}': expected ']'. Mend",
        "[]|p.json must be one JSON object.",
        "``|p.json must be one JSON object.",
        "{\"stages\": [{\"devices\": [\"cpu0\"]}]} x|p.json is not readable as JSON at line 1, column",
        "{\"stages\": []}|p.json: \"stages\" must be a list of at least one stage.",
        "{\"stages\": [{\"devices\": [\"cpu0\"]}], \"stage\": 1}|p.json: \"stage\" is no word of the plan.",
        "{\"stages\": [{\"devices\": [\"cpu0\"]}], \"replicas\": 0}|p.json: \"replicas\" must be a whole number of at least 1, not 0.",
        "{\"stages\": [{\"devices\": [\"cpu0\"]}], \"replicas\": 1.5}|p.json: \"replicas\" must be a whole number of at least 1, not 1.5.",
        "{\"stages\": [{\"devices\": [1]}]}|p.json: The devices of stage 0 must be names, not 1.",
        "{\"stages\": [{\"devices\": [\"a\"], \"ops\": [\"x\"]}, {\"devices\": [\"b\"], \"ops\": [\"x\"]}]}|p.json: Op x stands in stage 0 and in stage 1.",
        "{\"stages\": [{\"devices\": [\"cpu0\"]}], \"strategy\": \"fast\"}|p.json: \"fast\" is no strategy.",
        "{\"stages\": [{\"devices\": [\"cpu0\"]}], \"replicas\": 2}|p.json: The mesh of stage 0 is 2 × 1, which is not the number of its devices, 1. Name one device for each replica and shard.",
        "{\"stages\": [{\"devices\": [\"cpu0\", \"cpu1\"]}]}|p.json: The mesh of stage 0 is 1 × 1, which is not the number of its devices, 2.",
        "{\"parts\": [{\"devices\": [\"cpu0\"]}], \"strategy\": \"single\"}|p.json: \"strategy\" is no word of the plan. Use averageEvery, bucketBytes, collective, globalBatch, microBatch, microBatches, parts, passes, schedule, sequenceChunks, sequenceParallel, zero.",
        "{\"parts\": [{\"devices\": [\"cpu0\"]}], \"passes\": {\"precision\": \"fp8\"}}|\"fp8\" names no precision, and there are fp32 and bf16.",
        "{}|p.json: \"parts\" must be a list of at least one part.",
        "{\"parts\": [{\"devices\": []}]}|p.json: The mesh of part 0 is 1 × 1, which is not the number of its devices, 0.",
        "{\"parts\": [{\"devices\": [\"a\", \"b\", \"c\"], \"mesh\": {\"tensor\": 2}}]}|p.json: The mesh of part 0 is 1 × 2, which is not the number of its devices, 3.",
        "{\"parts\": [{\"devices\": [\"a\", \"b\"], \"mesh\": {\"data\": 2000000000, \"tensor\": 2000000000}}]}|p.json: The mesh of part 0 is 2000000000 × 2000000000, which is not the number of its devices, 2.",
        "{\"parts\": [{\"devices\": [\"a\"], \"mesh\": {\"data\": 0}}]}|p.json: \"data\" must be a whole number of at least 1, not 0.",
        "{\"parts\": [{\"devices\": [\"a\"], \"mesh\": [1, 1]}]}|p.json: the mesh of part 0 must be a JSON object.",
        "{\"parts\": [{\"devices\": [\"a\"], \"mesh\": {\"pipe\": 1}}]}|p.json: \"pipe\" is no word of the mesh of part 0. Use data, tensor."
      })
  void brokenPlansAreRefusedWithASentence(String text, String start) {
    var refused = assertThrows(ProblemException.class, () -> PlanFile.read(text, "p.json"));
    assertTrue(refused.problems().getFirst().sentence().startsWith(start), refused.getMessage());
  }
}
