package dev.partitura.editor.network;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.task.partition.ShardedNetwork;
import dev.partitura.engine.task.partition.ValueExchange;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// How the plan on the graph splits values among shards and what these exchange, as the lowering
/// finds it; worked out in the background. Used on the FX thread.
public final class ShardLayout {
  private final Session session;
  private final Texts texts;
  private final Lowering lowering = new Lowering();
  private final ReadOnlyObjectWrapper<@Nullable ShardedNetwork> split =
      new ReadOnlyObjectWrapper<>(this, "split");
  private @Nullable Job finding;

  ShardLayout(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
    session.results().shownPlanProperty().addListener(_ -> find());
    session
        .projectProperty()
        .addListener((_, before, now) -> {
          if (!before.network().equals(now.network())) {
            find();
          }
        });
    find();
  }

  private void find() {
    if (finding != null) {
      finding.cancel();
    }
    split.set(null);
    var project = session.project();
    var plan = session.results().shownPlanProperty().get();
    if (plan.isSharded() && !project.network().ops().isEmpty()) {
      finding =
          session
              .background()
              .run(
                  texts.get("splitting"),
                  (_, _) -> split(plan),
                  found -> split.set(found.orElse(null)));
    }
  }

  /// Empty where the plan cannot be: a run says why.
  private Optional<ShardedNetwork> split(Plan plan) {
    var project = session.project();
    try {
      return Optional.of(lowering.split(project.network(), project.cluster(), plan, 0));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  /// What was found; null where the plan has no shards or it is not known yet.
  public ReadOnlyObjectProperty<@Nullable ShardedNetwork> splitProperty() {
    return split.getReadOnlyProperty();
  }

  /// How a value lies on the shards as its op leaves it; replicated where it is not split.
  public Sharding sharding(String value) {
    var found = split.get();
    return found == null
        ? Sharding.REPLICATED
        : found.shardings().getOrDefault(value, Sharding.REPLICATED);
  }

  /// What shards send each other so that readers find a value as they want it.
  ///
  /// @param readers none for an output of the network
  public List<ValueExchange> exchanges(String value, List<OpId> readers) {
    var found = split.get();
    return found == null
        ? List.of()
        : found.exchanges().stream()
            .filter(exchange -> exchange.value().equals(value))
            .filter(exchange ->
                readers.isEmpty()
                    ? exchange.readers().isEmpty()
                    : readers.stream().anyMatch(exchange.readers()::contains))
            .toList();
  }
}
