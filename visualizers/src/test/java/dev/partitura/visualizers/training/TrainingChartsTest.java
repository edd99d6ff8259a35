package dev.partitura.visualizers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.SteeredTraining;
import dev.partitura.engine.execute.TrainingControl;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.execute.TrainingHistory.Change;
import dev.partitura.engine.execute.TrainingHistory.Score;
import dev.partitura.engine.execute.TrainingHistory.Traffic;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.session.CourseAxis;
import dev.partitura.ui.session.Session;
import dev.partitura.visualizers.timeline.Sessions;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The curves of trainings show what the trainer told and its report says.
class TrainingChartsTest {
  private static final int STEPS = 16;

  private final Session session = Sessions.empty();
  private final TrainingCharts byStep = charts(CourseAxis.STEPS);
  private final TrainingCharts byBytes = charts(CourseAxis.BYTES);

  private TrainingCharts charts(CourseAxis axis) {
    return new TrainingCharts(session.texts(TrainingView.class), axis);
  }

  private static TrainingHistory history(List<Traffic> traffic) {
    return new TrainingHistory(
        new TrainingSettings("xor", "sgd", null, 8, 4, 1),
        new double[] {4, 3, 2, 1},
        List.of(new Change(1, 0.1, 8), new Change(3, 0.01, 8)),
        List.of(new Score(2, 5, 10), new Score(4, 9, 10)),
        traffic,
        false);
  }

  @Test
  void aLineGoesOnOnlyWhereBytesAreMoved() {
    var averaged = new Course("averaged", history(List.of(new Traffic(1, 10, 110, 2))));
    assertTrue(byBytes.draws(averaged));
    var loss = byBytes.loss(List.of(averaged));
    assertArrayEquals(new double[] {10, 120, 130, 240}, loss.curves().getFirst().xs());
    assertArrayEquals(new double[] {4, 3, 2, 1}, loss.curves().getFirst().ys());
    assertEquals(130, loss.marks().getFirst().value());
    var accuracy = byBytes.accuracy(List.of(averaged)).curves().getFirst();
    assertArrayEquals(new double[] {120, 240}, accuracy.xs());
    assertArrayEquals(new double[] {0.5, 0.9}, accuracy.ys());
    var steps = byStep.loss(List.of(averaged));
    assertArrayEquals(new double[] {1, 2, 3, 4}, steps.curves().getFirst().xs());
    assertEquals(3, steps.marks().getFirst().value());
  }

  @Test
  void aScoreMayBeToldBeforeTheLossOfItsStep() {
    var given = history(List.of(new Traffic(1, 10, 10, 1)));
    var ahead =
        new TrainingHistory(
            given.settings(),
            new double[] {4, 3},
            given.changes(),
            given.scores(),
            given.traffic(),
            false);
    var course = List.of(new Course("ahead", ahead));
    assertArrayEquals(new double[] {2, 4}, byStep.accuracy(course).curves().getFirst().xs());
    assertArrayEquals(new double[] {20, 20}, byBytes.accuracy(course).curves().getFirst().xs());
    assertEquals(20, byBytes.loss(course).marks().getFirst().value());
  }

  @Test
  void whatMovedNothingOrIsNotKnownIsNoLineAlongBytes() {
    var alone = new Course("alone", history(List.of(new Traffic(1, 0, 0, 1))));
    var unknown = new Course("unknown", history(List.of()));
    var later = new Course("later", history(List.of(new Traffic(3, 8, 8, 1))));
    for (var course : List.of(alone, unknown, later)) {
      assertFalse(byBytes.draws(course), course.name());
      assertTrue(byStep.draws(course), course.name());
    }
  }

  @Test
  void replicasThatAverageSeldomTradeLossForBytes() throws Exception {
    double whole = last(trained("data=2"));
    double second = last(trained("data=2,average-every=2"));
    double eighth = last(trained("data=2,average-every=8"));
    assertTrue(eighth < second, eighth + " " + second);
    assertEquals(4 * eighth, second, 1e-9);
    assertTrue(second != whole);
  }

  /// Bytes at the end of the line, which is held to the report of the run.
  private double last(Outcome made) {
    var curve = byBytes.loss(List.of(new Course("", made.history()))).curves().getFirst();
    var losses =
        StreamSupport.stream(made.report().get("lossPerStep").spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray();
    assertArrayEquals(losses, curve.ys());
    double end = curve.xs()[STEPS - 1];
    assertEquals(STEPS * made.report().get("communicatedBytes").asDouble(), end);
    return end;
  }

  private record Outcome(TrainingHistory history, JsonNode report) {}

  private static Outcome trained(String words) throws Exception {
    var network = SampleModels.network("points");
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(words), OpenAxes.types(network, 1), cluster);
    var executor = new LocalExecutor();
    var outcome =
        Objects.requireNonNull(
            new SteeredTraining(
                    new SteeredTraining.What(
                        network,
                        cluster,
                        plan,
                        new TrainingSettings("xor", "sgd", 0.1, 16, STEPS, 1)),
                    new LoweringRunner(executor),
                    executor,
                    new TrainingControl(new TrainingControl.Setting(0.1, 16)),
                    (_, _, _) -> {})
                .run(null, new Cancellation(), Progress.NONE));
    var analyses = new Analyses(outcome.result().trace(), Provenance.of(network, outcome));
    return new Outcome(outcome.history(), new JsonMapper().readTree(Report.json(analyses)));
  }
}
