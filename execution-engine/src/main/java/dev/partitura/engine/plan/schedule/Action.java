package dev.partitura.engine.plan.schedule;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One entry of a schedule; written `2F0`: stage 2, forward, micro-batch 0; `2F0.1` is its second
/// piece of the sequence. An update has micro-batch 0.
///
/// @param sequenceChunk which piece of the sequence, 0 where it is whole
/// @param joined whether the device does it as one with the action behind it: both begin together
///   and neither is done before both are
public record Action(int stage, Phase phase, int microBatch, int sequenceChunk, boolean joined) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9})([FBIWU])(\\d{1,9})(?:\\.(\\d{1,9}))?");

  public Action {
    if (stage < 0 || microBatch < 0 || sequenceChunk < 0) {
      throw new IllegalArgumentException(
          "No action has stage %d, micro-batch %d, sequence chunk %d"
              .formatted(stage, microBatch, sequenceChunk));
    }
  }

  /// Of the whole sequence, done by itself.
  public Action(int stage, Phase phase, int microBatch) {
    this(stage, phase, microBatch, 0, false);
  }

  /// The same done as one with what is behind it, or by itself.
  public Action joined(boolean isJoined) {
    return new Action(stage, phase, microBatch, sequenceChunk, isJoined);
  }

  /// Another phase of the same piece.
  public Action in(Phase other) {
    return new Action(stage, other, microBatch, sequenceChunk, false);
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
        Integer.parseInt(found.group(3)),
        found.group(4) == null ? 0 : Integer.parseInt(found.group(4)),
        false);
  }

  @Override
  public String toString() {
    return stage + phase.name() + microBatch + (sequenceChunk > 0 ? "." + sequenceChunk : "");
  }
}
