package dev.partitura.engine.plan.schedule;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One entry of a schedule; written `2F0`: stage 2, forward, micro-batch 0. An update has
/// micro-batch 0.
public record Action(int stage, Phase phase, int microBatch) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([FBIWU])(\\d{1,9})");

  public Action {
    if (stage < 0 || microBatch < 0) {
      throw new IllegalArgumentException(
          "No action has stage " + stage + ", micro-batch " + microBatch);
    }
  }

  /// Reads an action as [#toString] writes it; `I` is another letter for [Phase#B]. Null when the
  /// text is none.
  public static @Nullable Action parse(String text) {
    var found = TEXT.matcher(text);
    if (!found.matches()) {
      return null;
    }
    var letter = found.group(2);
    return new Action(
        Integer.parseInt(found.group(1)),
        letter.equals("I") ? Phase.B : Phase.valueOf(letter),
        Integer.parseInt(found.group(3)));
  }

  @Override
  public String toString() {
    return stage + phase.name() + microBatch;
  }
}
