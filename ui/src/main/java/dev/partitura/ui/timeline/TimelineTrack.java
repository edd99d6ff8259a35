package dev.partitura.ui.timeline;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.ui.theme.Language;
import org.jspecify.annotations.Nullable;

/// A row that a view adds to the timeline, below those of the devices. Stateless: each run has a
/// content of its own. Wherever it is written, one line in a catalogue of tracks registers it.
@FunctionalInterface
public interface TimelineTrack {
  /// What there is to show of a run, or null for nothing. Called off the FX thread, so that it may
  /// index what it will draw.
  @Nullable TrackContent of(Analyses run, Language language);
}
