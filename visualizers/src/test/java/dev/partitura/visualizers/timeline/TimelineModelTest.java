package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimelineModelTest {
  private final Session session = Sessions.empty();
  private final TimelineModel model = new TimelineModel(session);

  @BeforeEach
  void show() {
    model.setViewport(model.viewport().resized(800, 300));
    model.show(
        Score.of(
            Sessions.pipelineRun(session).analyses(),
            List.of(),
            Language.ENGLISH,
            new Cancellation()));
  }

  private String selected() {
    var trace = Objects.requireNonNull(model.score()).trace();
    return model.selected() < 0
        ? "none"
        : trace.name(model.selected()) + " " + trace.microBatch(model.selected());
  }

  @Test
  void selectingASpanSelectsItsOp() {
    model.picking().select(1);
    assertEquals("relu 0", selected());
    assertEquals(Set.of(new OpId("relu")), session.selection().ops());
  }

  @Test
  void selectingAnOpMarksItsSpans() {
    session.selection().selectOp(new OpId("conv"));
    assertEquals(2, model.markedProperty().get().size());
    assertEquals("none", selected());
    session.selection().clear();
    assertTrue(model.markedProperty().get().isEmpty());
  }

  @Test
  void arrowsStepAlongARowAndAcrossRows() {
    var way = new StringBuilder();
    for (int direction : new int[] {1, 1, 1, 1, 1}) {
      model.steps().step(direction);
      way.append(selected()).append(", ");
    }
    model.steps().stepRow(1);
    way.append(selected()).append(", ");
    model.steps().stepRow(1);
    way.append(selected()).append(", ");
    model.steps().stepRow(-1);
    way.append(selected());
    assertEquals(
        "conv 0, relu 0, conv 1, relu 1, relu 1, relu_out 1, fc 1, relu_out 1", way.toString());
  }

  @Test
  void searchCountsAndStepsThroughWhatItFound() {
    model.searchProperty().set("RELU");
    assertEquals(4, model.foundProperty().get().size());
    model.steps().stepFound(1);
    assertEquals("relu 0", selected());
    model.steps().stepFound(1);
    assertEquals("relu 1", selected());
    model.steps().stepFound(1);
    assertEquals("relu_out 0", selected());
    model.steps().stepFound(-1);
    assertEquals("relu 1", selected());
    model.steps().stepFound(-1);
    model.steps().stepFound(-1);
    assertEquals("relu_out 1", selected());
  }

  @Test
  void selectingACopySelectsTheEdgesItWentAlong() {
    var chain = Traces.network();
    var network =
        chain.withOps(
            chain.ops().stream()
                .map(op ->
                    new Op(
                        op.id(),
                        "",
                        op.type(),
                        op.inputs().stream()
                            .map(name -> name.replace("relu:0", "relu_out"))
                            .toList(),
                        op.outputs().stream()
                            .map(name -> name.replace("relu:0", "relu_out"))
                            .toList(),
                        op.attributes()))
                .toList());
    session.apply(
        Edit.of(
            "",
            project -> new Project(network, project.cluster(), project.plan(), project.diagram())));
    var score = Objects.requireNonNull(model.score());
    model.picking().select(score.trace().firstSpan(2));
    assertEquals(
        Set.of(new Selection.Edge("relu_out", new OpId("fc"))), session.selection().edges());
    assertEquals(2, model.markedProperty().get().size());
  }

  @Test
  void fitShowsTheSelectionOrElseAll() {
    var whole = model.viewport();
    model.picking().select(1);
    model.fitSelection();
    assertEquals(0.8 * 800, 1_000_000 / model.time().unitsPerPixel(), 1e-6);
    session.selection().clear();
    model.fitSelection();
    assertEquals(whole, model.viewport());
  }

  @Test
  void escapeTakesBackOneThingAtATime() {
    model.toggleMark(5_000_000);
    model.picking().select(1);
    model.searchProperty().set("fc");
    model.selectRange(4_000_000, 1_000_000);
    var range = model.rangeProperty().get();
    assertNotNull(range);
    assertEquals(1_000_000, range.fromNanos());
    model.escape();
    assertNull(model.rangeProperty().get());
    assertEquals("fc", model.searchProperty().get());
    model.escape();
    assertEquals("", model.searchProperty().get());
    assertEquals("relu 0", selected());
    model.escape();
    assertEquals(Selection.NONE, session.selection().span());
    assertTrue(model.markedProperty().get().isEmpty());
    assertEquals(List.of(5_000_000L), model.marks());
    model.escape();
    assertEquals(List.of(), model.marks());
  }

  @Test
  void aSecondMarkAtTheSamePlaceTakesTheFirstAway() {
    model.toggleMark(5_000_000);
    model.toggleMark(5_000_000 + model.time().unitsPerPixel() * 2);
    assertEquals(List.of(), model.marks());
  }

  @Test
  void theCardTellsWhatASpanWaitedFor() {
    var score = Objects.requireNonNull(model.score());
    var card = SpanCard.of(score, score.trace().firstSpan(1), session.texts(Timeline.class));
    assertEquals("fc · micro-batch 0", card.title());
    assertEquals(
        "[kind=Filter, measured=2.00 ms, starts at=4.50 ms, waits for=relu_out, started 0 ns after it, slack=2.00 ms]",
        card.facts().stream()
            .map(fact -> fact.name() + "=" + fact.value().replace('\u2009', ' '))
            .toList()
            .toString());
  }

  @Test
  void emptyingForgetsEverything() {
    model.picking().select(1);
    model.toggleMark(1);
    model.show(null);
    assertEquals(-1, model.selected());
    assertEquals(List.of(), model.marks());
    model.steps().step(1);
    model.fitSelection();
    model.selectRange(0, 10);
    assertNull(model.rangeProperty().get());
  }
}
