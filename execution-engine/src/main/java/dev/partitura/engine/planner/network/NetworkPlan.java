package dev.partitura.engine.planner.network;

import dev.partitura.engine.execute.simulate.Prediction;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The plan that was found for a network, and what there was to choose from. Immutable.
///
/// @param plan the best that was run in thought
/// @param words of it, without where it is cut
/// @param prediction what running it in thought gave
/// @param peakBytes of the device that takes most
/// @param devices that the plan uses
/// @param lowerBoundNanos no plan of any kind takes less for as many samples on these devices
/// @param lowerBoundBytes no plan leaves the fullest device less
/// @param boundBy what the bound of the objective follows from
/// @param candidates the best by the estimate, best first, and with what running them in thought
///   gave
/// @param plansTried plans that were priced
/// @param nanosTrying that took, without what they have in common
/// @param pareto plans of which none takes less of one of time, memory and devices without taking
///   more of another, by the estimate
/// @param bottleneck what sets the pace
/// @param alternatives the best of the others in which one degree is another, by the estimate
/// @param binding what keeps faster plans away
/// @param complete whether the search was not cut short
public record NetworkPlan(
    Plan plan,
    String words,
    Prediction prediction,
    long peakBytes,
    int devices,
    double lowerBoundNanos,
    double lowerBoundBytes,
    String boundBy,
    List<Candidate> candidates,
    long plansTried,
    long nanosTrying,
    List<Point> pareto,
    Bottleneck bottleneck,
    List<Alternative> alternatives,
    List<Binding> binding,
    boolean complete) {
  public NetworkPlan {
    candidates = List.copyOf(candidates);
    pareto = List.copyOf(pareto);
    alternatives = List.copyOf(alternatives);
    binding = List.copyOf(binding);
  }

  public long iterationNanos() {
    return prediction.result().trace().durationNanos();
  }

  /// How much of the time the best possible plan could save at most, as a share of the bound.
  public double gap() {
    return lowerBoundNanos > 0 ? iterationNanos() / lowerBoundNanos - 1 : Double.POSITIVE_INFINITY;
  }

  /// One that was run in thought, or was to be.
  ///
  /// @param estimatedNanos before
  /// @param simulatedNanos 0 where it was not run
  /// @param bytes of the fullest device: as simulated, else as estimated
  /// @param refused why it is not taken; null where it could be
  public record Candidate(
      String words,
      double estimatedNanos,
      long simulatedNanos,
      long bytes,
      @Nullable Problem refused) {}

  /// A plan by what it takes.
  public record Point(String words, int devices, double nanos, double bytes) {}

  /// What sets the pace.
  ///
  /// @param device that is busy longest
  /// @param stages that lie there, of all
  /// @param computeShare of the iteration in which that device computes
  /// @param exchangeShare in which it only exchanges values
  /// @param idleShare the rest
  public record Bottleneck(
      String device,
      List<Integer> stages,
      double computeShare,
      double exchangeShare,
      double idleShare) {}

  /// What another degree would cost.
  ///
  /// @param degree such as `tensor`
  /// @param value that it has there
  /// @param chosen that it has here
  /// @param change of the time as a share of that of the plan, by the estimate
  public record Alternative(
      String degree, String value, String chosen, String words, double change, double bytes) {}

  /// What keeps plans away that the estimate takes for faster.
  ///
  /// @param constraint such as `memory`
  /// @param plans that it keeps away
  /// @param words of the fastest of them
  /// @param faster share of the time that it would save, by the estimate
  public record Binding(String constraint, long plans, String words, double faster, Problem why) {}
}
