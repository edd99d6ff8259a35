package dev.partitura.editor.inspector;

import dev.partitura.engine.analysis.IdleGap;
import dev.partitura.engine.analysis.OpUse;
import dev.partitura.engine.analysis.Slack;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.explain.IdleWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.StaleMark;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.layout.GridPane;

/// What the current run says of what is selected: time and spread, share, what was waited for, what
/// it was fused with, and the selected span itself.
final class RunSection {
  private final Session session;
  private final Texts texts;

  RunSection(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
  }

  /// Shows nothing before the first run.
  void show(Page page, List<OpId> ops) {
    var run = session.currentRun();
    if (run == null) {
      return;
    }
    var standing = session.results().standing();
    if (standing.isStale()) {
      page.note(StaleMark.text(standing, session.texts(StaleMark.class)));
    }
    int span = session.selection().span();
    if (span != Selection.NONE && span < run.trace().spanCount()) {
      span(page, run, span);
    }
    if (!ops.isEmpty()) {
      ops(page, run, ops);
    }
  }

  private void span(Page page, Run run, int span) {
    var trace = run.trace();
    var grid = page.section("span");
    Page.row(
        grid, texts.get("span.on"), Page.number(trace.tracks().get(trace.track(span)).name()), "");
    if (trace.microBatch(span) >= 0) {
      Page.row(
          grid,
          texts.get("span.microBatch"),
          Page.number(Integer.toString(trace.microBatch(span))),
          "");
    }
    time(grid, "span.time", trace.durationNanos(span), "");
    time(grid, "span.start", trace.startNanos(span), "");
    time(
        grid, "span.slack", run.get(Slack.ANALYSIS).nanos()[span], texts.get("span.slack.explain"));
    var gap =
        trace.startNanos(span) == 0
            ? null
            : IdleGap.at(run.analyses(), trace.track(span), trace.startNanos(span) - 1.0);
    if (gap != null && gap.span() == span) {
      time(grid, "span.before", gap.nanos(), "");
      page.note(IdleWords.of(gap, trace, session.texts(IdleWords.class)).reason());
    }
  }

  private void time(GridPane grid, String key, long nanos, String explain) {
    Page.row(grid, texts.get(key), Page.number(Format.time(nanos)), explain);
  }

  private void ops(Page page, Run run, List<OpId> ops) {
    var use = OpUse.of(run.analyses(), Set.copyOf(ops));
    var grid = page.section("run", run.number());
    if (use.nanos() == 0) {
      Page.row(
          grid, measured(run), Page.number(texts.get("run.none")), texts.get("run.none.explain"));
      return;
    }
    var each = use.perMicroBatch();
    Page.row(
        grid,
        measured(run),
        Page.number(Format.time(each.median())),
        texts.get("run.measured.explain"));
    if (each.count() > 1) {
      Page.row(
          grid,
          "",
          Page.number(
              texts.get(
                  "run.spread",
                  Format.time(each.lowerQuartile()),
                  Format.time(each.upperQuartile()))),
          texts.get("run.measured.explain"));
    }
    Page.row(
        grid,
        texts.get("run.share"),
        Page.number(Format.percent(use.share())),
        texts.get("run.share.explain"));
    if (use.waitedNanos() > 0) {
      Page.row(
          grid,
          texts.get("run.waits"),
          Page.number(Format.time(use.waitedNanos())),
          texts.get("run.waits.explain"));
      Page.row(
          grid,
          texts.get("run.waitsFor"),
          Page.number(use.awaited() + " · " + use.awaitedTrack()),
          "");
    }
    fused(grid, run, ops, use);
  }

  private void fused(GridPane grid, Run run, List<OpId> ops, OpUse use) {
    var label = ops.size() == 1 ? OpUse.fusedLabel(run.trace(), ops.getFirst()) : null;
    if (label == null) {
      return;
    }
    var others = use.fused().stream().map(OpId::name).sorted().collect(Collectors.joining(", "));
    var text =
        ops.getFirst().name().equals(label.name())
            ? texts.get("run.fused.with", others)
            : texts.get("run.fused.into", label.name());
    Page.row(
        grid, texts.get("run.fusedInto"), Page.number(text), texts.get("run.fusedInto.explain"));
  }

  private String measured(Run run) {
    return texts.get("run." + run.trace().origin().word());
  }
}
