package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.problem.Phrase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Words of a plan that decide nothing in what it was lowered to, such as recomputation where
/// nothing goes back: a person who wrote them is told so rather than left to look for the
/// difference. Pure.
final class IdleWords {
  private final Plan plan;
  private final Spread spread;
  private final List<Phrase> notes = new ArrayList<>();

  private IdleWords(Plan plan, Spread spread) {
    this.plan = plan;
    this.spread = spread;
  }

  /// A sentence for each. Cost: O(nodes of a micro-batch).
  static List<Phrase> of(Network network, Plan plan, Spread spread) {
    var words = new IdleWords(plan, spread);
    boolean trains = words.trains();
    words.schedule(trains);
    words.collective();
    words.parts(network);
    if (!trains) {
      words.training();
    }
    return words.notes;
  }

  private void add(String code, Object... arguments) {
    notes.add(Phrase.of(code, arguments));
  }

  private boolean trains() {
    var template = spread.templates().getFirst();
    return template.program().steps().stream().anyMatch(step -> step.phase() != Phase.F);
  }

  /// In training the forward schedule goes back too, so that alike orders say something only where
  /// no order could differ.
  private void schedule(boolean trains) {
    if (plan.rule().equals(Plan.FORWARD) || !spread.ordersAsForward()) {
      return;
    }
    if (!trains) {
      add("note.idle.schedule.inference", plan.schedule());
    } else if (plan.microBatches() == 1) {
      add("note.idle.schedule.training", plan.schedule());
    }
  }

  private void collective() {
    if (!plan.collective().equals(AllReduces.RING) && !sums()) {
      add("note.idle.collective", plan.collective());
    }
  }

  /// Parts that no op lies in, whose devices a person gave something to do.
  private void parts(Network network) {
    var used = new BitSet();
    network.ops().forEach(op -> used.set(plan.partOf(op.id())));
    for (int part = 0; part < plan.parts().size(); part++) {
      if (!used.get(part)) {
        add("note.idle.part", part, plan.parts().get(part).mesh().devices());
      }
    }
  }

  private boolean sums() {
    if (!spread.messages().nodes().isEmpty()) {
      return true;
    }
    for (var template : spread.templates()) {
      for (int node = 0; node < template.nodeCount(); node++) {
        if (template.node(node).kind().adds()) {
          return true;
        }
      }
    }
    return false;
  }

  /// What only training does.
  private void training() {
    plan.parts().stream()
        .map(part -> part.recompute())
        .filter(recompute -> recompute != Recompute.NONE)
        .findFirst()
        .ifPresent(recompute -> add("note.idle.training", "recompute=" + recompute.word()));
    var replication = plan.replication();
    if (replication.zero() > 0) {
      add("note.idle.training", "zero=" + replication.zero());
    }
    if (replication.averages()) {
      add("note.idle.training", "average-every=" + replication.averageEvery());
    }
    if (replication.bucketBytes() != Replication.USUAL_BUCKET_BYTES) {
      add("note.idle.training", "bucket-bytes=" + replication.bucketBytes());
    }
  }
}
