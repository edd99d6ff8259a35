package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.PredictedSpans;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.trace.Track;
import dev.partitura.ui.theme.Language;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A prediction that lies under what was measured, span by span. Immutable; made off the FX thread.
///
/// @param score of the prediction
/// @param spans which of its spans is of the same task as a measured one
/// @param measuredOf by predicted span the measured one, or -1; do not write to it
record Beside(Score score, PredictedSpans spans, int[] measuredOf) {
  /// @return null where the two are not of the same tasks
  static @Nullable Beside of(
      Analyses measured, Analyses predicted, Language language, Cancellation cancellation) {
    var spans = PredictedSpans.of(measured, predicted);
    if (spans == null) {
      return null;
    }
    var measuredOf = new int[predicted.trace().spanCount()];
    Arrays.fill(measuredOf, PredictedSpans.NONE);
    for (int span = 0; span < measured.trace().spanCount(); span++) {
      if (spans.of(span) != PredictedSpans.NONE) {
        measuredOf[spans.of(span)] = span;
      }
    }
    return new Beside(Score.of(predicted, List.of(), language, cancellation), spans, measuredOf);
  }

  /// The track of the prediction that stands for the same queue as a measured one, or -1.
  int track(Track measured) {
    var tracks = score.trace().tracks();
    for (int track = 0; track < tracks.size(); track++) {
      if (tracks.get(track).equals(measured)) {
        return track;
      }
    }
    return -1;
  }
}
