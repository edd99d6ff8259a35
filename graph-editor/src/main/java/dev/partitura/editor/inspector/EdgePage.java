package dev.partitura.editor.inspector;

import dev.partitura.editor.network.CutBytes;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.layout.GridPane;

/// A value on its way to its readers: its type and size, whether it is copied between devices, and
/// what the copies took in the current run.
final class EdgePage {
  private final Page page;
  private final GraphModel model;
  private final Session session;
  private final Texts texts;

  EdgePage(Page page, GraphModel model, Session session, Texts texts) {
    this.page = page;
    this.model = model;
    this.session = session;
    this.texts = texts;
  }

  void show(Set<Selection.Edge> edges) {
    var facts = model.facts();
    var value = edges.iterator().next().value();
    var readers =
        edges.stream()
            .filter(edge -> edge.value().equals(value))
            .map(Selection.Edge::reader)
            .toList();
    page.title(value, texts.get("edge"));
    var producer =
        facts.ops().values().stream().filter(op -> op.outputs().contains(value)).findFirst();
    var from = producer.map(op -> letters(List.of(op.id()))).orElse("");
    var to = letters(readers);
    if (!from.isEmpty()) {
      var exchanges = model.shards().exchanges(value, readers);
      page.note(
          !from.equals(to)
              ? texts.get("edge.cut", from, to)
              : texts.get(exchanges.isEmpty() ? "edge.local" : "edge.exchanged", from));
    }
    var grid = page.section("outputs");
    Page.row(grid, texts.get("shape"), Page.value(page.typeText(facts, value)), "");
    Page.row(grid, texts.get("edge.size"), Page.number(Format.bytes(facts.bytes(value))), "");
    if (!from.isEmpty() && !from.equals(to)) {
      Page.row(
          grid,
          texts.get("edge.moved"),
          Page.number(CutBytes.text(model, value)),
          texts.get("edge.moved.explain"));
    }
    Page.row(
        grid,
        texts.get("edge.to"),
        Page.value(
            readers.stream()
                .map(facts.ops()::get)
                .filter(Objects::nonNull)
                .map(Op::name)
                .collect(Collectors.joining(", "))),
        "");
    producer.ifPresent(op -> split(grid, op.id(), value, readers));
    copies(value);
  }

  /// How the shards hold a value, and what they send each other for those that read it.
  private void split(GridPane grid, OpId producer, String value, List<OpId> readers) {
    int shards = session.results().shownPlanProperty().get().meshOf(producer).shards();
    if (shards == 1 || model.shards().splitProperty().get() == null) {
      return;
    }
    var how =
        switch (model.shards().sharding(value)) {
          case Sharding.Along(int axis) -> texts.get("edge.split.axis", axis, shards);
          case Sharding.Partial _ -> texts.get("edge.split.partial", shards);
          case Sharding.Replicated _, Sharding.Unknown _ -> texts.get("edge.split.whole", shards);
        };
    Page.row(grid, texts.get("edge.split"), Page.value(how), texts.get("edge.split.explain"));
    for (var exchange : model.shards().exchanges(value, readers)) {
      Page.row(
          grid,
          texts.get("edge.exchange"),
          Page.value(exchange.kind().word() + " " + Format.bytes(exchange.bytes())),
          texts.get("edge.exchange.explain"));
    }
  }

  private String letters(List<OpId> ops) {
    return model.devices(ops).stream().map(model::deviceTitle).collect(Collectors.joining(", "));
  }

  private void copies(String value) {
    var run = session.currentRun();
    if (run == null) {
      return;
    }
    var trace = run.trace();
    var spans =
        IntStream.range(0, trace.spanCount())
            .filter(span -> trace.kind(span).moves() && trace.name(span).equals(value))
            .toArray();
    if (spans.length == 0) {
      return;
    }
    var times = IntStream.of(spans).mapToLong(trace::durationNanos).toArray();
    long bytes = IntStream.of(spans).mapToLong(trace::bytes).sum();
    long nanos = Arrays.stream(times).sum();
    var each = Spread.of(times);
    var grid = page.section("run", run.number());
    Page.row(grid, texts.get("edge.copies"), Page.number(Format.count(spans.length)), "");
    Page.row(grid, texts.get("edge.copy"), Page.number(Format.time(each.median())), "");
    Page.row(
        grid,
        "",
        Page.number(
            texts.get(
                "run.spread",
                Format.time(each.lowerQuartile()),
                Format.time(each.upperQuartile()))),
        texts.get("run.measured.explain"));
    if (nanos > 0) {
      Page.row(
          grid,
          texts.get("edge.rate"),
          Page.number(Format.bytesPerSecond(bytes * 1e9 / nanos)),
          "");
    }
  }
}
