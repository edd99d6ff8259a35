package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.IdleGap;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.explain.IdleWords;
import dev.partitura.ui.theme.Texts;
import java.util.List;

/// What the card beside the pointer says of idle time: how long, why, and what would help.
final class GapCard {
  private GapCard() {}

  static HoverCard.Text of(Score score, IdleGap gap, Texts texts) {
    var words = IdleWords.of(gap, score.trace(), texts);
    return new HoverCard.Text(words.title(), List.of(), List.of(words.reason(), words.remedy()));
  }
}
