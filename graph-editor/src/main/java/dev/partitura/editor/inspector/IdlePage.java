package dev.partitura.editor.inspector;

import dev.partitura.engine.analysis.IdleGap;
import dev.partitura.ui.explain.IdleWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;

/// A stretch in which a device stood still: why, until when, and what would help.
final class IdlePage {
  private final Page page;
  private final Session session;
  private final Texts texts;

  IdlePage(Page page, Session session, Texts texts) {
    this.page = page;
    this.session = session;
    this.texts = texts;
  }

  void show(Run run, Selection.Idle idle) {
    var trace = run.trace();
    var gap = IdleGap.at(run.analyses(), idle.track(), (idle.fromNanos() + idle.toNanos()) / 2.0);
    if (gap == null) {
      return;
    }
    var words = IdleWords.of(gap, trace, session.texts(IdleWords.class));
    page.title(words.title(), trace.tracks().get(gap.track()).name());
    var grid = page.section("span");
    Page.row(grid, texts.get("span.start"), Page.number(Format.time(gap.fromNanos())), "");
    Page.row(grid, texts.get("span.time"), Page.number(Format.time(gap.nanos())), "");
    if (gap.span() >= 0) {
      Page.row(grid, texts.get("idle.span"), Page.number(trace.name(gap.span())), "");
    }
    page.heading("idle.why");
    page.note(words.reason());
    page.heading("idle.help");
    page.note(words.remedy());
  }
}
