package dev.partitura.engine.task.lower;

import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What replicas and shards of a lowered network send each other and add up. Immutable; any thread.
public final class LoweredMessages {
  private final List<ReplicaTemplate> templates;
  private final ReplicaMessages messages;
  private final TaskGraph graph;
  private final TaskNumbers numbers;

  LoweredMessages(
      List<ReplicaTemplate> templates,
      ReplicaMessages messages,
      TaskGraph graph,
      TaskNumbers numbers) {
    this.templates = templates;
    this.messages = messages;
    this.graph = graph;
    this.numbers = numbers;
  }

  /// A collective that is done whole.
  ///
  /// @param ofReplicas whether replicas do it, or else shards
  /// @param part of the plan
  public record Collective(CollectiveKind kind, boolean ofReplicas, int part) {
    public String word() {
      return kind.word();
    }
  }

  /// The collective of a task, by the number of its template.
  ///
  /// @throws IllegalArgumentException when it is none
  public Collective collective(int template) {
    var of = graph.templateOf(template);
    if (numbers.isShared(template)) {
      var whole = messages.nodes().get(template - numbers.sharedTemplate(0)).whole();
      if (whole != null) {
        return new Collective(whole, true, of.stage());
      }
    } else {
      var recipe = templates.get(of.replica()).collective(numbers.node(of.replica(), template));
      if (recipe != null) {
        return new Collective(recipe.kind(), false, of.stage());
      }
    }
    throw new IllegalArgumentException("Template " + template + " is no collective: " + of);
  }

  /// Bytes into which a device receives what is added to its sums.
  long receiveBytes(int device) {
    long bytes = 0;
    for (var reception : receptions()) {
      bytes += reception.device() == device ? reception.bytes() : 0;
    }
    return bytes;
  }

  /// Memory into which a replica receives on a device what it adds.
  public record Reception(int replica, int device, long bytes) {}

  /// Each once, in order.
  public List<Reception> receptions() {
    var receptions = new LinkedHashMap<List<Integer>, Reception>();
    for (var node : messages.nodes()) {
      if (node.added()) {
        int replica = node.template().replica();
        int device = graph.queues().get(node.template().queue()).device();
        long bytes = node.parts().stream().mapToLong(ReplicaMessages.Part::bytes).sum();
        receptions.merge(
            List.of(replica, device),
            new Reception(replica, device, Lowered.padded(bytes)),
            (one, other) -> one.bytes() >= other.bytes() ? one : other);
      }
    }
    return List.copyOf(receptions.values());
  }

  /// What replicas exchange, in the order of its tasks within a micro-batch.
  public List<Message> tasks() {
    var tasks = new ArrayList<Message>();
    for (int node = 0; node < messages.nodes().size(); node++) {
      var of = messages.nodes().get(node);
      int times = numbers.times(node);
      for (int microBatch = 0; microBatch < times; microBatch++) {
        tasks.add(
            new Message(
                numbers.sharedTask(node, microBatch),
                of.template().kind(),
                microBatch,
                of.from(),
                of.template().replica(),
                of.parts().stream()
                    .map(part -> new Part(part.slot(), part.offset(), part.bytes()))
                    .toList(),
                of.added(),
                of.factor()));
      }
    }
    return tasks;
  }

  /// Part of a value.
  public record Part(int slot, long offset, long bytes) {}

  /// A task that sends parts of values to another replica, or adds what was received.
  ///
  /// @param added whether it is received into memory of its own
  /// @param factor of the sum
  public record Message(
      int task,
      TaskKind kind,
      int microBatch,
      int from,
      int to,
      List<Part> parts,
      boolean added,
      double factor) {}

  /// How many values a message holds parts of; 1 for other tasks.
  public int valuesIn(int task) {
    int template = graph.templateNumber(task);
    return numbers.isShared(template)
        ? messages.nodes().get(template - numbers.sharedTemplate(0)).parts().size()
        : 1;
  }

  /// Bytes that a transfer moves, a reduction adds or a collective is about, by the number of its
  /// template in the graph; 0 for one that computes, and where only the run tells.
  public long bytes(int template) {
    var of = graph.templateOf(template);
    return switch (of.kind()) {
      case COMPUTE, OTHER -> 0;
      case TRANSFER, COLLECTIVE -> of.bytes();
      case REDUCTION -> {
        if (numbers.isShared(template)) {
          var parts = messages.nodes().get(template - numbers.sharedTemplate(0)).parts();
          yield parts.stream().mapToLong(ReplicaMessages.Part::bytes).sum();
        }
        var part = templates.get(of.replica()).message(numbers.node(of.replica(), template));
        yield part == null ? 0 : part.bytes();
      }
    };
  }
}
