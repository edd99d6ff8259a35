package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {
  @Test
  void writtenPlanIsReadBack() {
    var b = new NetworkBuilder("two");
    b.output(b.op("Relu", b.op("Relu", b.input("x", Shape.of(1)))));
    var plan =
        new Plan(
            Strategy.PIPELINE,
            List.of(
                new PipelineStage(List.of(new DeviceId("cpu0"))),
                new PipelineStage(List.of(new DeviceId("cpu1")))),
            Map.of(new OpId("Relu"), 0, new OpId("Relu_2"), 1),
            1,
            8,
            Plan.FORWARD,
            new Passes(true, false, true, false));
    var text = PlanFile.write(plan, b.build());
    assertEquals(plan, PlanFile.read(text, "two.json"));
    assertTrue(text.contains("\"ops\" : [ \"Relu_2\" ]"), text);
  }

  @Test
  void stagesAloneAreEnough() {
    var plan = PlanFile.read("{\"stages\": [{\"devices\": [\"cpu0\"]}]}", "p.json");
    assertEquals(Strategy.CUSTOM, plan.strategy());
    assertEquals(Passes.ALL, plan.passes());
    assertEquals(1, plan.microBatches());
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
        "{\"stages\": [{\"devices\": [\"cpu0\"]}], \"strategy\": \"fast\"}|p.json: \"fast\" is no strategy."
      })
  void brokenPlansAreRefusedWithASentence(String text, String start) {
    var refused = assertThrows(ProblemException.class, () -> PlanFile.read(text, "p.json"));
    assertTrue(refused.problems().getFirst().sentence().startsWith(start), refused.getMessage());
  }
}
