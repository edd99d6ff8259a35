package dev.partitura.ui.explain;

import dev.partitura.engine.analysis.IdleGap;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;

/// What is to be said of a stretch in which a device stood still.
///
/// @param title what it is and how long, such as `bubble 65.7 µs`
/// @param reason why, in a sentence that names who was waited for
/// @param remedy what would make it shorter
public record IdleWords(String title, String reason, String remedy) {
  /// @param texts those beside this class
  public static IdleWords of(IdleGap gap, Trace trace, Texts texts) {
    var key = "idle." + gap.cause().name();
    boolean bubble = gap.cause() == IdleGap.Cause.FILL || gap.cause() == IdleGap.Cause.DRAIN;
    var title = texts.get(bubble ? "bubble" : "gap", Format.time(gap.nanos()));
    var device = trace.tracks().get(gap.track()).name();
    var awaited = gap.awaited() < 0 ? "" : trace.name(gap.awaited());
    var maker = gap.awaited() < 0 ? "" : trace.tracks().get(trace.track(gap.awaited())).name();
    var reason =
        texts.get(key, device, awaited, maker, Format.time(gap.waitedNanos()))
            + (gap.waitedNanos() > 0 && gap.dispatchNanos() > 0
                ? " " + texts.get("idle.then", Format.time(gap.dispatchNanos()))
                : "");
    return new IdleWords(title, reason, texts.get(key + ".remedy", device, awaited, maker));
  }
}
