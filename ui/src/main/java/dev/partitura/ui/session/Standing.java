package dev.partitura.ui.session;

import dev.partitura.engine.project.Project;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the run that the views show stands to the project at hand: what has changed since. Results
/// of a run hold for what it ran and for nothing else.
///
/// @param run that the views show, or null
/// @param changed parts that are not those of the run; empty when its results hold
public record Standing(@Nullable Run run, Set<Part> changed) {
  /// What a run depends on, the weightiest first.
  public enum Part {
    NETWORK,
    CLUSTER,
    PLAN,
    BATCH
  }

  static final Standing NONE = new Standing(null, Set.of());

  public Standing {
    changed =
        Collections.unmodifiableSet(
            changed.isEmpty() ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(changed));
  }

  /// @param batch samples of one iteration, or 0
  static Standing of(@Nullable Run run, Project now, int batch) {
    if (run == null || run.provenance().plan() == null) {
      return new Standing(run, Set.of());
    }
    var changed = EnumSet.noneOf(Part.class);
    var setup = run.setup();
    if (!now.network().equals(run.provenance().network())) {
      changed.add(Part.NETWORK);
    }
    if (setup != null && !now.cluster().equals(setup.cluster())) {
      changed.add(Part.CLUSTER);
    }
    if (!now.plan().equals(run.provenance().plan())) {
      changed.add(Part.PLAN);
    }
    if (!run.hasBatch(batch)) {
      changed.add(Part.BATCH);
    }
    return new Standing(run, changed);
  }

  /// Whether results of the run are of something older than what is at hand.
  public boolean isStale() {
    return !changed.isEmpty();
  }

  /// Whether the plan of the run can be laid on the network and cluster at hand.
  public boolean fitsNetwork() {
    return !changed.contains(Part.NETWORK) && !changed.contains(Part.CLUSTER);
  }

  /// The weightiest change.
  public Part weightiest() {
    return changed.iterator().next();
  }
}
