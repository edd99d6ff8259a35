package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.serve.ServiceTime;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.BatchBinding;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A plan whose replicas are loaded as instances and warm at every batch size, with the service
/// times that were measured of them. Closing it frees what it holds. One caller at a time, but for
/// the instances, each of which has its own.
public final class ServedPlan implements AutoCloseable {
  private final List<PlanInstance> instances = new ArrayList<>();
  private final BatchBinding binding;
  private final Map<String, Tensor> sample;
  private final ServiceTime.OfSizes service;
  private final int batchMax;

  private ServedPlan(
      Network network,
      Cluster cluster,
      Plan plan,
      int batchMax,
      long seed,
      LocalExecutor executor) {
    this.batchMax = batchMax;
    var sizes = BatchSizes.upTo(batchMax);
    try {
      BatchBinding first = null;
      for (var replica : ReplicaPlans.of(plan)) {
        var plans = new SizedPlans(network, cluster, replica);
        if (first == null) {
          first = plans.single().binding();
        }
        instances.add(PlanInstance.load(executor, plans, sizes));
      }
      binding = Objects.requireNonNull(first);
      sample = SeededInputs.make(binding.network(), binding.whole(), seed);
      service = ServiceMeasurement.of(instances, sizes, new SampleQuery(sample));
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
  }

  /// Loads the plan and measures it at each size; takes about a second for each.
  ///
  /// @param batchMax requests of the largest batch
  /// @param seed of the inputs of made-up requests
  /// @throws ProblemException when the plan does not fit, or requests of this network cannot share
  ///   a batch
  public static ServedPlan load(
      Network network, Cluster cluster, Plan plan, int batchMax, long seed) {
    var executor = new LocalExecutor(Runtimes.ofThisMachine(new LoadedPrograms(0)));
    return new ServedPlan(network, cluster, plan, batchMax, seed, executor);
  }

  /// One for each replica.
  public List<? extends ServingInstance> instances() {
    return List.copyOf(instances);
  }

  /// As a request alone sees the network.
  public BatchBinding binding() {
    return binding;
  }

  /// Inputs of a made-up request, by name.
  public Map<String, Tensor> sample() {
    return sample;
  }

  /// By batch size, as measured when it was loaded.
  public ServiceTime.OfSizes service() {
    return service;
  }

  /// Requests a second that all instances can answer at the best batch size.
  public double capacityPerSecond() {
    double best = 0;
    for (int size : BatchSizes.upTo(batchMax)) {
      best = Math.max(best, size / service.meanSeconds(size));
    }
    return best * instances.size();
  }

  @Override
  public void close() {
    instances.forEach(PlanInstance::close);
    instances.clear();
  }
}
