package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.Arrival;
import dev.partitura.engine.task.Dependence;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.HoverCard.Fact;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.dependencies.Bundles.Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is said of tasks and arrows: on the card beside the pointer and to a screen reader.
final class TaskWords {
  private static final int MOST_REASONS = 4;

  private final LevelMap map;
  private final TaskGraph graph;
  private final Texts texts;

  TaskWords(LevelMap map, Texts texts) {
    this.map = map;
    this.graph = map.graph();
    this.texts = texts;
  }

  /// Name and micro-batch, such as `conv1 · mb 3`.
  String name(int task) {
    return texts.get("task", map.names().name(task), map.names().microBatch(task));
  }

  HoverCard.Text card(int task) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact(texts.get("card.device"), map.title(graph.device(task))));
    facts.add(
        new Fact(
            texts.get("card.level"),
            texts.get("card.levelOf", map.layout().level(task), map.layout().levels())));
    int span = map.spanOf()[task];
    if (span >= 0) {
      facts.add(new Fact(texts.get("card.time"), Format.time(map.trace().durationNanos(span))));
      facts.add(new Fact(texts.get("card.slack"), Format.time(map.slackNanos()[span])));
    }
    facts.add(
        new Fact(
            texts.get("card.edges"),
            texts.get(
                "card.inOut",
                graph.predecessorCount(task),
                graph.endEdge(task) - graph.firstEdge(task))));
    var arrival = Arrival.of(map.run(), task);
    if (arrival != null) {
      facts.add(new Fact(texts.get("card.waited"), name(arrival.from())));
      for (var reason : graph.dependences(arrival.from(), arrival.edge())) {
        facts.add(new Fact(DependenceLine.letters(reason.kind()), words(reason)));
      }
      if (arrival.workerNanos() > arrival.nanos()) {
        facts.add(
            new Fact(
                texts.get("card.worker"), Format.time(arrival.workerNanos() - arrival.nanos())));
      }
    }
    return new HoverCard.Text(name(task), facts, List.of());
  }

  HoverCard.Text card(Bundle bundle) {
    int to = graph.successor(bundle.edge());
    var facts = new ArrayList<Fact>();
    if (bundle.count() > 1) {
      facts.add(new Fact(texts.get("card.first"), name(bundle.from()) + " → " + name(to)));
    }
    graph.dependences(bundle.from(), bundle.edge()).stream()
        .limit(MOST_REASONS)
        .forEach(
            reason -> facts.add(new Fact(DependenceLine.letters(reason.kind()), words(reason))));
    var title =
        bundle.count() > 1
            ? texts.get("card.bundle", Format.count(bundle.count()), kind(bundle))
            : name(bundle.from()) + " → " + name(to);
    return new HoverCard.Text(title, facts, List.of());
  }

  private static String kind(Bundle bundle) {
    return DependenceLine.letters(bundle.kind());
  }

  /// Such as `x, float32 1×64×56×56, 803 kB`, and what made it so.
  String words(Dependence reason) {
    var cause = texts.get("cause." + reason.cause().name().toLowerCase(Locale.ROOT));
    var parts = new ArrayList<String>();
    if (!reason.value().isEmpty()) {
      parts.add(
          reason.kind().isMemory() && !reason.earlierValue().isEmpty()
              ? texts.get("over", reason.value(), reason.earlierValue())
              : reason.value());
    }
    if (reason.type() != null) {
      parts.add(reason.type().toString());
    }
    if (reason.bytes() > 0) {
      parts.add(Format.bytes(reason.bytes()));
    }
    parts.add(cause);
    return String.join(" · ", parts);
  }

  /// All of a task in one sentence.
  String spoken(int task) {
    var card = card(task);
    return card.title()
        + ". "
        + card.facts().stream()
            .map(fact -> fact.name() + ": " + fact.value())
            .collect(Collectors.joining("; "));
  }
}
