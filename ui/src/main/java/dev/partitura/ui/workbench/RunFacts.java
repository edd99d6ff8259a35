package dev.partitura.ui.workbench;

import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;

/// The numbers of a run for the status line.
final class RunFacts {
  /// A number with its name, and a sentence that teaches it.
  record Fact(String text, String explanation) {}

  private RunFacts() {}

  static List<Fact> of(Run run, Texts texts) {
    var facts = new ArrayList<Fact>();
    facts.add(fact(texts, "makespan", Format.time(run.trace().durationNanos())));
    return facts;
  }

  private static Fact fact(Texts texts, String key, String number) {
    return new Fact(texts.get("fact." + key, number), texts.get("fact." + key + ".explain"));
  }
}
