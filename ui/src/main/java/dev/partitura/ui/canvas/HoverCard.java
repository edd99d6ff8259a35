package dev.partitura.ui.canvas;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The card beside the pointer over a drawing: what lies there and its numbers. It stays within the
/// drawing, and goes at every press, scroll or leave. On the FX thread.
public final class HoverCard extends VBox {
  private static final double OFFSET = 16;
  private static final double EDGE = 4;
  private static final double WIDEST_NOTE = 280;

  private final Region drawing;
  private final Source source;
  private final PauseTransition rest;
  private final Label title = new Label();
  private final GridPane facts = new GridPane(12, 2);
  private Point2D pointer = Point2D.ZERO;
  private @Nullable Text shown;

  /// What the card says.
  ///
  /// @param notes sentences that warn
  public record Text(String title, List<Fact> facts, List<String> notes) {
    public Text {
      facts = List.copyOf(facts);
      notes = List.copyOf(notes);
    }
  }

  /// One line: what it is and how much.
  public record Fact(String name, String value) {}

  /// Knows what lies at a place.
  @FunctionalInterface
  public interface Source {
    /// The text for a point of the drawing's node, or null where nothing lies.
    @Nullable Text at(double x, double y);
  }

  /// @param rest how long the pointer rests before the card comes
  public HoverCard(Region drawing, Duration rest, Source source) {
    super(4);
    this.drawing = drawing;
    this.source = source;
    this.rest = new PauseTransition(rest);
    getStyleClass().addAll("floating", "hover-card");
    title.getStyleClass().add("bold");
    setMouseTransparent(true);
    setManaged(false);
    setVisible(false);
    this.rest.setOnFinished(_ -> show());
    drawing.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
    drawing.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> hide());
    drawing.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hide());
    drawing.addEventHandler(ScrollEvent.SCROLL, _ -> hide());
  }

  private void moved(MouseEvent event) {
    pointer = new Point2D(event.getX(), event.getY());
    if (rest.getDuration().equals(Duration.ZERO)) {
      show();
    } else {
      hide();
      rest.playFromStart();
    }
  }

  /// Takes the card away until the pointer moves.
  public void hide() {
    rest.stop();
    setVisible(false);
  }

  private void show() {
    var text = source.at(pointer.getX(), pointer.getY());
    if (text == null) {
      setVisible(false);
      return;
    }
    if (!text.equals(shown)) {
      shown = text;
      fill(text);
    }
    setVisible(true);
    applyCss();
    autosize();
    relocate(
        place(pointer.getX(), getWidth(), drawing.getWidth()),
        place(pointer.getY(), getHeight(), drawing.getHeight()));
  }

  /// Behind the pointer, or before it where there is no room.
  private static double place(double at, double size, double room) {
    double behind = at + OFFSET;
    return Math.rint(Math.max(EDGE, behind + size > room ? at - OFFSET - size : behind));
  }

  private void fill(Text text) {
    title.setText(text.title());
    facts.getChildren().clear();
    for (int i = 0; i < text.facts().size(); i++) {
      var name = new Label(text.facts().get(i).name());
      name.getStyleClass().addAll("muted", "size-11");
      var value = new Label(text.facts().get(i).value());
      value.getStyleClass().addAll("number", "size-11");
      facts.addRow(i, name, value);
    }
    getChildren().setAll(title, facts);
    for (var note : text.notes()) {
      var label = new Label(note);
      label.getStyleClass().addAll("warn", "size-11");
      label.setWrapText(true);
      label.setMaxWidth(WIDEST_NOTE);
      getChildren().add(label);
    }
  }
}
