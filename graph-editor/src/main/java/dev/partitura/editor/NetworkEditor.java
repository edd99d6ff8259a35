package dev.partitura.editor;

import dev.partitura.editor.canvas.ColorChoice;
import dev.partitura.editor.canvas.FindBar;
import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.canvas.KindLegend;
import dev.partitura.editor.canvas.Minimap;
import dev.partitura.editor.canvas.NodeCard;
import dev.partitura.editor.canvas.RenameField;
import dev.partitura.editor.canvas.SpokenSelection;
import dev.partitura.editor.command.GraphCommands;
import dev.partitura.editor.command.GraphKeys;
import dev.partitura.editor.command.GraphMenu;
import dev.partitura.editor.gesture.GraphGestures;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.editor.palette.PalettePanel;
import dev.partitura.editor.partition.BalanceStrip;
import dev.partitura.editor.partition.PaintBar;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.run.ShownPlanBar;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.workbench.Workbench;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.input.DragEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The middle of the window: the graph, and the tools that float on it.
public final class NetworkEditor extends StackPane {
  private static final double EDGE = 8;
  private static final double GAP = 8;

  private final GraphModel model;
  private final GraphCanvas canvas;
  private final GraphActions actions;
  private final RenameField rename;

  public NetworkEditor(Session session) {
    model = new GraphModel(session);
    var selection = new GraphSelection(session.selection());
    canvas = new GraphCanvas(model, selection);
    canvas.setId("graph-canvas");
    canvas.getStyleClass().add(Workbench.FIRST_FOCUS);
    canvas.setFocusTraversable(true);
    canvas.setAccessibleRole(AccessibleRole.TEXT);
    SpokenSelection.follow(model, canvas, selection);
    actions = new GraphActions(model, selection);
    var gestures = new GraphGestures(canvas, actions, selection, session);
    rename = new RenameField(canvas, actions);
    var find = new FindBar(model, canvas, actions, selection);
    new GraphKeys(model, canvas, actions, gestures, selection);
    var commands = new GraphCommands(canvas, actions, gestures, selection, rename, find);
    session.commands().addAll(commands.all());
    menu(new GraphMenu(model, canvas, actions, selection));
    drop();
    setMinSize(0, 0);
    var picture = new StackPane(canvas, NodeCard.over(canvas, model), rename);
    picture.setMinSize(0, 0);
    var minimap = new Minimap(model, canvas, session);
    minimap.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    StackPane.setAlignment(minimap, Pos.BOTTOM_RIGHT);
    StackPane.setMargin(minimap, new Insets(EDGE));
    picture.getChildren().addAll(minimap, empty(session));
    VBox.setVgrow(picture, Priority.ALWAYS);
    var between = new Region();
    HBox.setHgrow(between, Priority.ALWAYS);
    var paint = new PaintBar(session, actions);
    var shownPlan = new ShownPlanBar(session);
    paint.visibleProperty().bind(shownPlan.visibleProperty().not());
    paint.managedProperty().bind(paint.visibleProperty());
    shownPlan.managedProperty().bind(shownPlan.visibleProperty());
    var tools = new HBox(GAP, paint, shownPlan, between, new ColorChoice(session, canvas));
    tools.setAlignment(Pos.CENTER_LEFT);
    // Beside the picture, not on it: no tool covers a node.
    var column =
        new VBox(
            tools, KindLegend.of(session, canvas), find, picture, new BalanceStrip(session, model));
    column.getStyleClass().add("canvas-surface");
    column.setStyle("-fx-background-color: -p-canvas; -fx-padding: 8 12 8 12; -fx-spacing: 6;");
    column.setMinSize(0, 0);
    getChildren().add(column);
  }

  private Node empty(Session session) {
    var texts = session.texts(GraphModel.class);
    var empty =
        new EmptyState(
            Feather.SHARE_2,
            texts.get("empty"),
            texts.get("empty.open"),
            () -> session.commands().fire("file.open"));
    empty
        .visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    session.project().network().ops().isEmpty()
                        && session.project().network().inputs().isEmpty(),
                session.projectProperty()));
    empty.setPickOnBounds(false);
    return empty;
  }

  private void menu(GraphMenu menu) {
    var open = new ContextMenu();
    canvas.setOnContextMenuRequested(event -> {
      open.getItems().setAll(menu.items());
      open.show(canvas, event.getScreenX(), event.getScreenY());
      event.consume();
    });
    canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> open.hide());
  }

  private void drop() {
    canvas.setOnDragOver(event -> {
      if (operator(event) != null) {
        event.acceptTransferModes(TransferMode.COPY);
        event.consume();
      }
    });
    canvas.setOnDragDropped(event -> {
      var operator = operator(event);
      if (operator != null) {
        canvas.hold();
        var view = canvas.viewport();
        var at =
            new Position(
                Math.rint(view.toWorldX(event.getX())), Math.rint(view.toWorldY(event.getY())));
        add(operator, at);
        canvas.requestFocus();
        event.setDropCompleted(true);
        event.consume();
      }
    });
  }

  private void add(String operator, Position at) {
    int slash = operator.indexOf('/');
    if (operator.equals("/")) {
      actions.adding().input(at);
    } else {
      actions.adding().operatorAt(operator.substring(0, slash), operator.substring(slash + 1), at);
    }
  }

  private static @Nullable String operator(DragEvent event) {
    var text = event.getDragboard().getString();
    return text != null && text.startsWith(PalettePanel.DRAGGED_OPERATOR)
        ? text.substring(PalettePanel.DRAGGED_OPERATOR.length())
        : null;
  }

  /// What the canvas follows, for panels that follow the same.
  public GraphModel model() {
    return model;
  }

  public GraphActions actions() {
    return actions;
  }

  GraphCanvas canvas() {
    return canvas;
  }
}
