package dev.partitura.ui.session;

import dev.partitura.engine.execute.serve.ServiceTime;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadCourse;
import dev.partitura.engine.execute.serve.live.LoadResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What came of a load.
///
/// @param settings as they were asked for
/// @param load as it became of them
/// @param service by batch size, as measured before the load
/// @param capacityPerSecond requests a second that full batches came to then
/// @param stopped whether it was ended before its time
/// @param requests the requests as a run for the timeline; null where none came
public record Served(
    ServedWhat what,
    ServingSettings settings,
    Load load,
    ServiceTime service,
    double capacityPerSecond,
    LoadResult result,
    boolean stopped,
    @Nullable Run requests) {
  public LoadCourse course() {
    return Objects.requireNonNull(result.course());
  }
}
