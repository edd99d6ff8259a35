package dev.partitura.editor.network;

import dev.partitura.editor.layout.Item;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// The numbers of the node under a resting pointer.
final class HoverCard extends VBox {
  private static final Duration REST = Duration.millis(450);

  private final GraphModel model;
  private final GraphCanvas canvas;
  private final Texts texts;
  private final PauseTransition rest = new PauseTransition(REST);
  private double x;
  private double y;

  HoverCard(GraphModel model, GraphCanvas canvas) {
    super(4);
    this.model = model;
    this.canvas = canvas;
    texts = model.session().texts(GraphModel.class);
    getStyleClass().add("floating");
    setPadding(new Insets(10, 12, 10, 12));
    setManaged(false);
    setVisible(false);
    setMouseTransparent(true);
    rest.setOnFinished(_ -> show());
    canvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
    canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> hide());
    canvas.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hide());
    canvas.viewportProperty().addListener((_, _, _) -> hide());
  }

  private void moved(MouseEvent event) {
    x = event.getX();
    y = event.getY();
    hide();
    rest.playFromStart();
  }

  private void hide() {
    rest.stop();
    setVisible(false);
  }

  private void show() {
    var view = canvas.viewport();
    if (Hit.at(canvas.drawing(), view.toDrawingX(x), view.toDrawingY(y), 4)
        instanceof Hit.Node(int index)) {
      fill(canvas.drawing().items().get(index));
      autosize();
      double left = Math.clamp(x + 16, 4, Math.max(4, canvas.getWidth() - getWidth() - 4));
      double top = y + 22 + getHeight() > canvas.getHeight() ? y - getHeight() - 10 : y + 22;
      relocate(Math.rint(left), Math.rint(top));
      setVisible(true);
    }
  }

  private void fill(Item item) {
    var facts = model.facts();
    var title =
        new Label(item.block() == null ? item.title() : item.block().path().replace("~", ""));
    title.getStyleClass().add("bold");
    var grid = new GridPane(14, 3);
    if (item.op() != null) {
      row(grid, "fact.operator", item.op().type());
    }
    if (item.block() != null) {
      row(grid, "fact.ops", Integer.toString(item.ops().size()));
    }
    var shapes =
        item.outValues().stream()
            .map(facts::type)
            .filter(type -> type != null)
            .map(String::valueOf)
            .limit(3)
            .collect(Collectors.joining("\n"));
    if (!shapes.isEmpty()) {
      row(grid, "fact.output", shapes);
    }
    if (!item.ops().isEmpty()) {
      row(grid, "fact.parameters", Format.count(facts.parameters(item.ops())));
      row(grid, "fact.flops", Format.flops(facts.flops(item.ops())));
      var cluster = model.project().cluster();
      row(
          grid,
          "fact.device",
          model.devices(item.ops()).stream().map(cluster::letter).collect(Collectors.joining(" ")));
    }
    getChildren().setAll(title, grid);
    item.ops().stream()
        .flatMap(op -> facts.problems(op).stream())
        .limit(2)
        .forEach(problem -> {
          var text = new Label(problem.sentence(model.session().locale()));
          text.getStyleClass().addAll("warn", "size-12");
          text.setWrapText(true);
          text.setMaxWidth(280);
          getChildren().add(text);
        });
  }

  private void row(GridPane grid, String key, String value) {
    var name = new Label(texts.get(key));
    name.getStyleClass().addAll("muted", "size-12");
    var number = new Label(value);
    number.getStyleClass().add("number");
    grid.addRow(grid.getRowCount(), name, number);
  }
}
