package dev.partitura.engine.task.lower;

import dev.partitura.engine.operator.SampleCounts;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Binds a network that is made for a fixed batch to a number of samples.
///
/// @param fixed samples that the network is made for
record FixedBatch(BatchTrial trial, long fixed) {
  /// A network made for a fixed batch is, for several times as many samples, that many runs of its
  /// own. Other sizes are taken where the samples stand apart along axis 0 in them and in the
  /// network's own size alike.
  BatchChoice choice(Set<String> inputs, long micro, long samples, boolean split) {
    var types = trial.inferred(inputs, micro);
    var choice = new BatchChoice(inputs, micro, samples, types, Map.of(), List.of());
    if (!types.problems().isEmpty()) {
      return choice.refused(fixesBatch(inputs, types.problems(), micro));
    }
    if (micro == fixed) {
      return split ? runsOfTheirOwn(choice) : choice;
    }
    long common = gcd(micro, fixed);
    for (long whole : new long[] {fixed, micro}) {
      if (whole == common) {
        continue;
      }
      var part = trial.inferred(inputs, common);
      var all = trial.inferred(inputs, whole);
      if (!part.problems().isEmpty() || !all.problems().isEmpty()) {
        var problems = part.problems().isEmpty() ? all.problems() : part.problems();
        return choice.refused(problems);
      }
      var propagation = trial.propagated(inputs, part, all, new SampleCounts(common, whole));
      var axes = trial.axes(propagation);
      var problems = new ArrayList<Problem>();
      propagation.problems().forEach(problem -> problems.add(takenTogether(problem, whole)));
      axes.forEach((output, axis) -> {
        if (axis != 0) {
          problems.add(lyingOtherwise(output, axis));
        }
      });
      if (!problems.isEmpty()) {
        return choice.refused(problems);
      }
      choice = choice.joined(axes);
    }
    return choice;
  }

  private BatchChoice runsOfTheirOwn(BatchChoice choice) {
    var axes = trial.reachedOutputs(choice.inputs(), choice.types());
    var problems =
        axes.keySet().stream()
            .filter(output -> !hasRows(choice.types().type(output)))
            .map(output -> withoutRows(output, choice.types().type(output)))
            .toList();
    return problems.isEmpty() ? choice.joined(axes) : choice.refused(problems);
  }

  /// Outputs whose shape only the run tells are looked at then.
  private boolean hasRows(@Nullable TensorType type) {
    var shape = type == null ? null : type.shape();
    return shape == null || (shape.rank() > 0 && (!shape.isKnown(0) || shape.size(0) % fixed == 0));
  }

  private Problem withoutRows(String output, @Nullable TensorType type) {
    return Problem.of("plan.batch.output.several", output, output, String.valueOf(type), fixed);
  }

  private Problem takenTogether(Problem why, long rows) {
    boolean joins = rows > fixed;
    return joins
        ? Problem.of("plan.batch.fixed.mixed", why.subject(), fixed, why.subject(), rows)
        : why;
  }

  private Problem lyingOtherwise(String output, int axis) {
    return Problem.of("plan.batch.output.axis", output, output, fixed, axis);
  }

  /// The problems of running a network of a fixed batch for another number of samples, told as
  /// that; as they are when it does not run for its own either.
  private List<Problem> fixesBatch(Set<String> inputs, List<Problem> problems, long rows) {
    var first = problems.getFirst();
    boolean named =
        trial.network().ops().stream().anyMatch(op -> op.name().equals(first.subject()))
            && rows != fixed
            && trial.inferred(inputs, fixed).problems().isEmpty();
    return !named
        ? problems
        : List.of(Problem.of("plan.batch.fixed", first.subject(), first.subject(), fixed, rows));
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
