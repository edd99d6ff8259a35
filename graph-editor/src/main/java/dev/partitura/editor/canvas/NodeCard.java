package dev.partitura.editor.canvas;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.layout.Item;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.HoverCard.Fact;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The numbers of the node under a resting pointer.
public final class NodeCard {
  private static final Duration REST = Duration.millis(450);
  private static final double REACH = 4;
  private static final int MOST_SHAPES = 3;
  private static final int MOST_PROBLEMS = 2;

  private final GraphModel model;
  private final GraphCanvas canvas;
  private final Texts texts;

  private NodeCard(GraphModel model, GraphCanvas canvas) {
    this.model = model;
    this.canvas = canvas;
    texts = model.session().texts(GraphModel.class);
  }

  /// The card that lies over a canvas.
  public static HoverCard over(GraphCanvas canvas, GraphModel model) {
    var card = new HoverCard(canvas, REST, new NodeCard(model, canvas)::at);
    canvas.viewportProperty().addListener((_, _, _) -> card.hide());
    return card;
  }

  private HoverCard.@Nullable Text at(double x, double y) {
    var view = canvas.viewport();
    var hit = Hit.at(canvas.drawing(), view.toWorldX(x), view.toWorldY(y), REACH);
    return hit instanceof Hit.Node(int index) ? text(canvas.drawing().items().get(index)) : null;
  }

  private HoverCard.Text text(Item item) {
    var facts = new ArrayList<Fact>();
    if (item.op() != null) {
      facts.add(fact("operator", item.op().type()));
    }
    if (item.block() != null) {
      facts.add(fact("ops", Integer.toString(model.countOf(item.ops()))));
    }
    var known = model.facts();
    var shapes =
        item.outValues().stream()
            .map(known::type)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .limit(MOST_SHAPES)
            .collect(Collectors.joining("\n"));
    if (!shapes.isEmpty()) {
      facts.add(fact("output", shapes));
    }
    if (!item.ops().isEmpty()) {
      facts.add(fact("parameters", Format.count(known.parameters(item.ops()))));
      facts.add(fact("flops", Format.flops(known.flops(item.ops()))));
      facts.add(fact("device", letters(item)));
    }
    var title = item.block() == null ? item.title() : item.block().path().replace("~", "");
    return new HoverCard.Text(title, facts, problems(item));
  }

  private Fact fact(String key, String value) {
    return new Fact(texts.get("fact." + key), value);
  }

  private String letters(Item item) {
    var cluster = model.project().cluster();
    return model.devices(item.ops()).stream().map(cluster::letter).collect(Collectors.joining(" "));
  }

  private List<String> problems(Item item) {
    return item.ops().stream()
        .flatMap(op -> model.facts().problems(op).stream())
        .limit(MOST_PROBLEMS)
        .map(problem -> problem.sentence(model.session().locale()))
        .toList();
  }
}
