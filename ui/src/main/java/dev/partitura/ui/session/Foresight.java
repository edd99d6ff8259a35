package dev.partitura.ui.session;

import dev.partitura.engine.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is predicted of the project at hand. Immutable.
///
/// @param run that is predicted, of number 0; or null
/// @param refusals why nothing is predicted
public record Foresight(@Nullable Run run, List<Problem> refusals) {
  /// Nothing was predicted yet, or there is nothing to predict.
  public static final Foresight NOTHING = new Foresight(null, List.of());

  public Foresight {
    refusals = List.copyOf(refusals);
  }
}
