package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.simulate.Predictor;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.trace.Origin;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PredictedSpansTest {
  private final Network network = network();
  private final Cluster cluster = Clusters.workers(2);
  private final Predictor predictor = new Predictor(new SimulatedExecutor());

  private static Network network() {
    var b = new NetworkBuilder("products");
    var x = b.input("x", Shape.of(-1, 64).withSymbol(0, "batch"));
    for (int i = 0; i < 4; i++) {
      var w = b.initializer("w" + i, Tensor.ofFloats(new float[64 * 64], 64, 64));
      x = b.op("Tanh", b.op("MatMul", x, w));
    }
    b.output(x);
    return b.build();
  }

  private Plan plan(String words) {
    return Presets.plan(PlanPreset.parse(words), OpenAxes.types(network, 1), cluster);
  }

  private Analyses measured(Plan plan, int batch) {
    var request = new RunRequest(network, cluster, plan, batch, Map.of(), 1, 3, 1);
    var result =
        new LoweringRunner(new LocalExecutor()).run(request, new Cancellation(), Progress.NONE);
    return new Analyses(result.trace(), Provenance.of(network, result, null, Agreement.UNKNOWN));
  }

  private Analyses predicted(Plan plan, int batch) {
    var found = predictor.predict(new Predictor.Question(network, cluster, plan, batch, null));
    return new Analyses(
        found.of().result().trace(), Provenance.of(network, found.of(), found.unsplit()));
  }

  @Test
  void everyMeasuredSpanHasThePredictionOfItsTask() {
    for (var words : new String[] {"single", "pipeline=2,micro-batches=4", "data=2"}) {
      var plan = plan(words);
      var measured = measured(plan, 8);
      var predicted = predicted(plan, 8);
      var spans = PredictedSpans.of(measured, predicted);
      assertNotNull(spans, words);
      assertEquals(Origin.PREDICTED, spans.predicted().origin());
      var trace = measured.trace();
      assertTrue(trace.spanCount() > 0);
      for (int span = 0; span < trace.spanCount(); span++) {
        int of = spans.of(span);
        assertTrue(of != PredictedSpans.NONE, words + ", span " + trace.name(span));
        assertEquals(trace.task(span), spans.predicted().task(of));
        assertEquals(trace.name(span), spans.predicted().name(of));
        assertEquals(trace.microBatch(span), spans.predicted().microBatch(of));
        double error = (double) spans.predicted().durationNanos(of) / trace.durationNanos(span) - 1;
        assertEquals(error, spans.error(span).orElseThrow(), 1e-12);
      }
    }
  }

  @Test
  void whatIsOfOtherWorkIsNotMatched() {
    var pipeline = plan("pipeline=2,micro-batches=4");
    var measured = measured(pipeline, 8);
    assertNull(PredictedSpans.of(measured, predicted(pipeline, 16)), "another batch");
    assertNull(PredictedSpans.of(measured, predicted(pipeline.withMicroBatches(2), 8)));
    assertNull(PredictedSpans.of(measured, predicted(plan("data=2"), 8)));
  }

  @Test
  void theSingleDeviceIsPredictedOnceWhileOnlyThePlanChanges() {
    var first = predictor.predict(question("pipeline=2,micro-batches=4"));
    var second = predictor.predict(question("pipeline=2,micro-batches=2"));
    var single = predictor.predict(question("single"));
    assertSame(first.unsplit(), second.unsplit());
    assertEquals(
        single.of().result().trace().durationNanos(),
        first.unsplit().result().trace().durationNanos());
    assertSame(single.of(), single.unsplit());
    assertEquals(8, Objects.requireNonNull(first.unsplit().result().conditions()).batch());
  }

  private Predictor.Question question(String words) {
    return new Predictor.Question(network, cluster, plan(words), 8, null);
  }
}
