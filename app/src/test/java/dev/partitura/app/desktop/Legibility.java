package dev.partitura.app.desktop;

import dev.partitura.ui.canvas.Writings;
import dev.partitura.ui.theme.Palette;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Looks at a window as a person with good eyes would: whether every text is whole or says by
/// tooltip what was cut, lies in its place, stands out from what is behind it, and lies on no
/// other. What is dimmed because it no longer holds, and icons, need the contrast of shapes only.
/// On the FX thread, once the scene is laid out.
final class Legibility {
  private static final double TEXT = 4.5;
  private static final double LARGE_TEXT = 3;
  private static final double SLACK = 1.5;

  private final Scene scene;
  private final Image picture;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Placed> texts = new ArrayList<>();

  /// @param where its text stands, from the inside to the outside
  record Fault(String text, String what, String where) {
    /// Faults of one kind at one place are told once.
    String kind() {
      return what.substring(0, what.indexOf(' ')) + where;
    }

    @Override
    public String toString() {
      return "“" + text + "” " + what + " in " + where;
    }
  }

  /// A text of the scene that is seen, where it is seen, and over what it lies.
  private record Placed(Text node, Bounds bounds) {}

  private Legibility(Scene scene, Image picture) {
    this.scene = scene;
    this.picture = picture;
  }

  /// What is wrong with a scene, in words.
  ///
  /// @param picture of it, one pixel for one
  static List<Fault> faults(Scene scene, Image picture) {
    var look = new Legibility(scene, picture);
    var whole = new BoundingBox(0, 0, scene.getWidth(), scene.getHeight());
    look.walk(scene.getRoot(), whole, whole, 1);
    look.overlaps();
    return look.faults;
  }

  /// Asks the canvases of a scene to note their texts from their next picture on.
  static void note(Node node) {
    if (node instanceof Canvas canvas) {
      Writings.note(canvas);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(Legibility::note);
    }
  }

  /// @param room of the nearest thing that scrolls or of the window: nobody sees beyond
  /// @param home of the nearest panel or control, which a text should not leave
  private void walk(Node node, Bounds room, Bounds home, double opacity) {
    double seen = opacity * node.getOpacity();
    if (!node.isVisible() || seen == 0) {
      return;
    }
    var bounds = node.localToScene(node.getLayoutBounds());
    switch (node) {
      case Text text -> look(text, bounds, room, home, seen);
      case Canvas canvas -> look(canvas, bounds, room, seen);
      case Labeled labeled -> look(labeled);
      default -> {}
    }
    if (node instanceof Parent parent) {
      var inner =
          node.getClip() != null || node instanceof ScrollPane ? common(room, bounds) : room;
      var around = node instanceof Region region && isHome(region) ? bounds : home;
      if (node instanceof TextInputControl) {
        return;
      }
      for (var child : parent.getChildrenUnmodifiable()) {
        walk(child, inner, isScrolled(node, child) ? EVERYWHERE : around, seen);
      }
    }
  }

  private static final Bounds EVERYWHERE = new BoundingBox(-1e6, -1e6, 2e6, 2e6);

  private static boolean scrolls(Node node) {
    for (Node up = node; up != null; up = up.getParent()) {
      if (up instanceof ScrollPane
          || up.getStyleClass().contains("viewport")
          || up.getStyleClass().contains("virtual-flow")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isScrolled(Node parent, Node child) {
    return child.getStyleClass().contains("viewport")
        || parent.getStyleClass().contains("viewport");
  }

  /// What has ground or edge of its own is a place that its texts stay within.
  private static boolean isHome(Region region) {
    return region instanceof Control
        || region.getBackground() != null && !region.getBackground().isEmpty();
  }

  private static Bounds common(Bounds a, Bounds b) {
    double left = Math.max(a.getMinX(), b.getMinX());
    double top = Math.max(a.getMinY(), b.getMinY());
    return new BoundingBox(
        left,
        top,
        Math.max(0, Math.min(a.getMaxX(), b.getMaxX()) - left),
        Math.max(0, Math.min(a.getMaxY(), b.getMaxY()) - top));
  }

  /// A label lies within everything around it, and where it is cut shows all of itself by tooltip.
  private void look(Labeled labeled) {
    var bounds = labeled.localToScene(labeled.getLayoutBounds());
    for (Node up = labeled.getParent(); up != null && !scrolls(labeled); up = up.getParent()) {
      if (up instanceof Region && !holds(up.localToScene(up.getLayoutBounds()), bounds)) {
        fault("stands out of " + up.getClass().getSimpleName(), labeled.getText(), labeled);
        break;
      }
    }
    var full = labeled.getText();
    if (full == null || full.isBlank()) {
      return;
    }
    for (var child : labeled.getChildrenUnmodifiable()) {
      if (child instanceof Text text && text.isVisible()) {
        var shown = text.getText();
        boolean cut = shown.isEmpty() || shown.endsWith("…") && !full.endsWith("…");
        var tooltip = labeled.getTooltip();
        if (cut && (tooltip == null || !tooltip.getText().contains(full))) {
          fault("cut to “" + shown + "”", full, labeled);
        }
      }
    }
  }

  private void look(Text text, Bounds bounds, Bounds room, Bounds home, double opacity) {
    if (text.getText().isBlank() || !room.intersects(bounds)) {
      return;
    }
    if (!scrolls(text) && !holds(room, bounds)) {
      fault("is cut off", text.getText(), text);
    }
    if (!holds(home, bounds)) {
      fault("leaves its place", text.getText(), text);
    }
    if (!covered(text, bounds)) {
      texts.add(new Placed(text, common(bounds, room)));
      if (text.getFill() instanceof Color color && !isDisabled(text) && holds(room, bounds)) {
        boolean large = opacity < 1 || text instanceof FontIcon || text.getFont().getSize() >= 24;
        contrast(text.getText(), color, opacity, bounds, large, text);
      }
    }
  }

  /// What a canvas that is dimmed shows was looked at when it was not.
  private void look(Canvas canvas, Bounds bounds, Bounds room, double opacity) {
    var notes = Writings.of(canvas);
    if (notes == null || !room.intersects(bounds) || covered(canvas, bounds)) {
      return;
    }
    var all = notes.all();
    for (int i = 0; i < all.size(); i++) {
      var one = all.get(i);
      if (!one.room().meets(one.box())) {
        continue;
      }
      if (!one.room().grown(SLACK).contains(one.box())) {
        fault("is cut off on the canvas", one.text(), canvas);
      }
      for (int j = 0; j < i; j++) {
        var other = all.get(j);
        var both = one.box().common(other.box()).common(one.room()).common(other.room());
        if (!both.isEmpty() && both.width() > SLACK && both.height() > SLACK) {
          fault("lies on “" + other.text() + "” on the canvas", one.text(), canvas);
        }
      }
      var box = one.box().common(one.room());
      var at =
          canvas.localToScene(new BoundingBox(box.left(), box.top(), box.width(), box.height()));
      if (opacity == 1 && holds(room, at) && !covered(canvas, at)) {
        contrast(one.text(), one.color(), 1, at, false, canvas);
      }
    }
  }

  private void overlaps() {
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < i; j++) {
        var one = texts.get(i);
        var other = texts.get(j);
        var both = common(one.bounds(), other.bounds());
        if (both.getWidth() > SLACK
            && both.getHeight() > 4
            && !one.node().getParent().equals(other.node().getParent())) {
          fault("lies on “" + other.node().getText() + "”", one.node().getText(), one.node());
        }
      }
    }
  }

  private static boolean isDisabled(Node node) {
    return node.isDisabled();
  }

  /// Whether something opaque lies over it: a later child of a stack around it.
  private static boolean covered(Node node, Bounds bounds) {
    for (Node inner = node; inner.getParent() != null; inner = inner.getParent()) {
      if (inner.getParent() instanceof StackPane stack) {
        var children = stack.getChildrenUnmodifiable();
        for (int i = children.indexOf(inner) + 1; i < children.size(); i++) {
          if (hides(children.get(i), bounds)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean hides(Node node, Bounds bounds) {
    if (!node.isVisible() || !node.localToScene(node.getLayoutBounds()).intersects(bounds)) {
      return false;
    }
    return node instanceof Canvas
        || node instanceof Region region
            && region.getBackground() != null
            && !region.getBackground().isEmpty()
        || node instanceof Parent parent
            && parent.getChildrenUnmodifiable().stream().anyMatch(child -> hides(child, bounds));
  }

  private static boolean holds(Bounds outer, Bounds inner) {
    return outer.getMinX() - SLACK <= inner.getMinX()
        && outer.getMinY() - SLACK <= inner.getMinY()
        && outer.getMaxX() + SLACK >= inner.getMaxX()
        && outer.getMaxY() + SLACK >= inner.getMaxY();
  }

  private void contrast(
      String text, Color color, double opacity, Bounds at, boolean large, Node node) {
    var ground = ground(at);
    if (ground == null || color.equals(Color.TRANSPARENT)) {
      return;
    }
    var opaque = Color.color(color.getRed(), color.getGreen(), color.getBlue());
    var ink = ground.interpolate(opaque, opacity * color.getOpacity());
    double contrast = Palette.contrast(ink, ground);
    if (contrast < (large ? LARGE_TEXT : TEXT)) {
      fault(String.format("has contrast %.2f (%s on %s)", contrast, ink, ground), text, node);
    }
  }

  /// The colour that most of a place has.
  private @Nullable Color ground(Bounds at) {
    var pixels = picture.getPixelReader();
    var counts = new HashMap<Integer, Integer>();
    int right = (int) Math.min(picture.getWidth(), Math.ceil(at.getMaxX()) + 1);
    int bottom = (int) Math.min(picture.getHeight(), Math.ceil(at.getMaxY()));
    for (int y = (int) Math.max(0, at.getMinY()); y < bottom; y++) {
      for (int x = (int) Math.max(0, at.getMinX() - 1); x < right; x++) {
        counts.merge(pixels.getArgb(x, y), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> {
          int argb = most.getKey();
          return Color.rgb(argb >> 16 & 255, argb >> 8 & 255, argb & 255);
        })
        .orElse(null);
  }

  private void fault(String what, String text, Node node) {
    var where = new ArrayList<String>();
    for (Node up = node; up != null && where.size() < 5; up = up.getParent()) {
      where.add(
          up.getClass().getSimpleName()
              + (up.getId() == null ? "" : "#" + up.getId())
              + up.getStyleClass());
    }
    faults.add(new Fault(text.strip(), what, String.join(" < ", where)));
  }
}
