package dev.partitura.editor.network;

import dev.partitura.editor.layout.Item;
import dev.partitura.editor.layout.Wire;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Palette;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/// Paints a drawing on a canvas: only what is visible, and of it only what can be made out at the
/// scale.
final class GraphPainter {
  private static final double RADIUS = 8;
  private static final double SHAPES_FROM = 0.62;
  private static final double BYTES_FROM = 0.42;
  private static final double TITLES_FROM = 0.3;
  private static final double SUBTITLES_FROM = 0.5;
  private static final double CARDS_FROM = 0.16;
  private static final double CURVES_FROM = 0.28;

  private final GraphicsContext g;
  private final Palette palette;
  private final Viewport view;
  private final Box visible;
  private final Drawing drawing;
  private final Look look;
  private final double s;

  /// What the hand does to the picture.
  ///
  /// @param selected items
  /// @param lit hue by item that is at work at the moment of the playhead
  record Mood(
      Set<Integer> selected,
      Set<Integer> selectedWires,
      int hovered,
      int hoveredWire,
      Map<Integer, Color> lit,
      List<Playback.Token> tokens,
      Set<Integer> legalTargets,
      boolean connecting) {}

  GraphPainter(
      GraphicsContext g,
      Palette palette,
      Viewport view,
      double width,
      double height,
      Drawing drawing,
      Look look) {
    this.g = g;
    this.palette = palette;
    this.view = view;
    this.drawing = drawing;
    this.look = look;
    s = view.scale();
    visible =
        new Box(
            view.toDrawingX(0),
            view.toDrawingY(0),
            view.toDrawingX(width),
            view.toDrawingY(height));
  }

  static void background(
      GraphicsContext g, Palette palette, Viewport view, double width, double height) {
    g.setFill(palette.canvas());
    g.fillRect(0, 0, width, height);
    double step = 24 * view.scale();
    while (step < 18) {
      step *= 2;
    }
    g.setFill(palette.line().interpolate(palette.canvas(), 0.35));
    for (double x = Math.floorMod((long) Math.rint(view.x()), Math.max(1, (long) Math.rint(step)));
        x < width;
        x += step) {
      for (double y =
              Math.floorMod((long) Math.rint(view.y()), Math.max(1, (long) Math.rint(step)));
          y < height;
          y += step) {
        g.fillRect(Math.rint(x), Math.rint(y), 1, 1);
      }
    }
  }

  void paint(Mood mood) {
    g.setLineCap(s < CURVES_FROM ? StrokeLineCap.BUTT : StrokeLineCap.ROUND);
    g.setLineJoin(s < CURVES_FROM ? StrokeLineJoin.BEVEL : StrokeLineJoin.ROUND);
    g.setTextBaseline(VPos.CENTER);
    frames();
    wires(mood);
    for (int i = 0; i < drawing.items().size(); i++) {
      if (drawing.box(i).grown(12).meets(visible)) {
        item(i, mood);
      }
    }
    for (int w = 0; w < drawing.sketch().wires().size(); w++) {
      if (look.lines.get(w).isCut() && drawing.bounds().get(w).meets(visible)) {
        bytes(w);
      }
    }
    mood.tokens().forEach(this::token);
  }

  private double sx(double x) {
    return view.toScreenX(x);
  }

  private double sy(double y) {
    return view.toScreenY(y);
  }

  private void frames() {
    for (int f = 0; f < drawing.frames().size(); f++) {
      var box = drawing.frames().get(f);
      if (!box.meets(visible)) {
        continue;
      }
      g.setFill(palette.panel().interpolate(palette.canvas(), 0.35));
      g.fillRoundRect(
          sx(box.left()), sy(box.top()), box.width() * s, box.height() * s, 24 * s, 24 * s);
      g.setStroke(palette.line());
      g.setLineWidth(1);
      g.strokeRoundRect(
          sx(box.left()), sy(box.top()), box.width() * s, box.height() * s, 24 * s, 24 * s);
      if (s > TITLES_FROM) {
        g.setTextAlign(TextAlignment.LEFT);
        g.setFont(font(BundledFonts.SANS_MEDIUM, FontWeight.NORMAL, 11));
        g.setFill(palette.muted());
        g.fillText(
            drawing.sketch().frames().get(f).block().label(),
            sx(box.left() + 24),
            sy(box.top() + 15),
            Math.max(10, (box.width() - 32) * s));
        double x = sx(box.left() + 14);
        double y = sy(box.top() + 15);
        g.fillPolygon(
            new double[] {x - 3.5 * s, x + 3.5 * s, x},
            new double[] {y - 2 * s, y - 2 * s, y + 3 * s},
            3);
      }
    }
  }

  private void wires(Mood mood) {
    var wires = drawing.sketch().wires();
    boolean curves = s >= CURVES_FROM;
    g.setLineWidth(Math.clamp(1.4 * s + 0.3, 0.7, 2));
    g.setStroke(palette.edge());
    g.beginPath();
    for (int w = 0; w < wires.size(); w++) {
      if (isPlain(w, mood) && (curves || isLong(w)) && drawing.bounds().get(w).meets(visible)) {
        trace(drawing.routes().get(w), curves);
      }
    }
    g.stroke();
    for (int w = 0; w < wires.size(); w++) {
      if (!isPlain(w, mood) && drawing.bounds().get(w).meets(visible)) {
        marked(w, mood, curves);
      }
    }
    if (s > SHAPES_FROM) {
      for (int w = 0; w < wires.size(); w++) {
        if (!look.lines.get(w).isCut() && drawing.bounds().get(w).meets(visible)) {
          shape(w, wires);
        }
      }
    }
  }

  /// Whether a wire can be made out beside its nodes.
  private boolean isLong(int wire) {
    var bounds = drawing.bounds().get(wire);
    return Math.max(bounds.width(), bounds.height()) * s > 9;
  }

  private boolean isPlain(int wire, Mood mood) {
    return !look.lines.get(wire).isCut()
        && !mood.selectedWires().contains(wire)
        && mood.hoveredWire() != wire;
  }

  private void marked(int w, Mood mood, boolean curves) {
    boolean cut = look.lines.get(w).isCut();
    boolean chosen = mood.selectedWires().contains(w) || mood.hoveredWire() == w;
    g.setStroke(chosen ? palette.accent() : palette.bad());
    g.setLineWidth(Math.clamp((chosen ? 2.4 : 1.8) * s + 0.3, 1, 3));
    if (cut) {
      g.setLineDashes(Math.max(2, 5 * s), Math.max(2, 4 * s));
    }
    g.beginPath();
    trace(drawing.routes().get(w), curves);
    g.stroke();
    g.setLineDashes((double[]) null);
  }

  private void trace(double[] route, boolean curves) {
    double x0 = sx(route[0]);
    double y0 = sy(route[1]);
    g.moveTo(x0, y0);
    if (!curves) {
      for (int i = 2; i < route.length; i += 2) {
        g.lineTo(sx(route[i]), sy(route[i + 1]));
      }
    } else if (Route.runsBack(route)) {
      for (int i = 2; i < route.length - 2; i += 2) {
        g.arcTo(sx(route[i]), sy(route[i + 1]), sx(route[i + 2]), sy(route[i + 3]), 10 * s);
      }
      g.lineTo(sx(route[route.length - 2]), sy(route[route.length - 1]));
    } else {
      for (int i = 2; i < route.length; i += 2) {
        double handle = Route.handle(route[i - 2], route[i - 1], route[i], route[i + 1]);
        g.bezierCurveTo(
            sx(route[i - 2] + handle),
            sy(route[i - 1]),
            sx(route[i] - handle),
            sy(route[i + 1]),
            sx(route[i]),
            sy(route[i + 1]));
      }
    }
  }

  private void shape(int w, List<Wire> wires) {
    var text = look.lines.get(w).shape();
    var route = drawing.routes().get(w);
    if (text.isEmpty() || Route.runsBack(route)) {
      return;
    }
    // Beside the first of several wires with the same value only.
    for (int other = w - 1; other >= 0 && wires.get(other).from() == wires.get(w).from(); other--) {
      if (wires.get(other).value().equals(wires.get(w).value())) {
        return;
      }
    }
    double size = 9.5;
    double need = text.length() * size * 0.6 + 6;
    if (route[2] - route[0] < need || Math.abs(route[3] - route[1]) > 12) {
      return;
    }
    g.setFont(font(BundledFonts.MONO, FontWeight.NORMAL, size));
    g.setTextAlign(TextAlignment.CENTER);
    g.setFill(palette.faint());
    double x = (route[0] + route[2]) / 2;
    double y = Route.y(route, 1.0 / (route.length - 2)) - 8;
    g.fillText(text, sx(x), sy(y));
  }

  private void bytes(int w) {
    var text = look.lines.get(w).cutBytes();
    if (text.isEmpty() || s < BYTES_FROM) {
      return;
    }
    var route = drawing.routes().get(w);
    double size = Math.clamp(10 * s, 7.5, 11);
    double width = text.length() * size * 0.6 + 14;
    double height = size + 8;
    double x = sx(Route.x(route, 0.5));
    double y = sy(Route.y(route, 0.5));
    g.setFill(palette.canvas());
    g.fillRoundRect(x - width / 2, y - height / 2, width, height, height, height);
    g.setStroke(palette.bad());
    g.setLineWidth(1);
    g.strokeRoundRect(x - width / 2, y - height / 2, width, height, height, height);
    g.setFont(Font.font(BundledFonts.MONO, size));
    g.setTextAlign(TextAlignment.CENTER);
    g.setFill(palette.readable(palette.bad(), palette.canvas()));
    g.fillText(text, x, y);
  }

  private void item(int index, Mood mood) {
    var item = drawing.items().get(index);
    var face = look.faces.get(index);
    var box = drawing.box(index);
    double x = sx(box.left());
    double y = sy(box.top());
    double width = box.width() * s;
    double height = box.height() * s;
    boolean selected = mood.selected().contains(index);
    var lit = mood.lit().get(index);
    if (s < CARDS_FROM) {
      g.setFill(
          selected
              ? palette.accent()
              : lit != null
                  ? lit
                  : face.hues().isEmpty() ? palette.edge() : face.hues().getFirst());
      g.fillRect(x, y, Math.max(1.5, width), Math.max(1.5, height));
      return;
    }
    double radius = 2 * RADIUS * s;
    boolean stacked = item.block() != null && item.block().children().size() > 1;
    if (stacked) {
      for (int card = 2; card >= 1; card--) {
        double off = 4.0 * card * s;
        g.setFill(palette.card());
        g.fillRoundRect(x + off, y - off, width, height, radius, radius);
        g.setStroke(palette.line());
        g.setLineWidth(1);
        g.strokeRoundRect(x + off, y - off, width, height, radius, radius);
      }
    }
    g.setFill(palette.card());
    g.fillRoundRect(x, y, width, height, radius, radius);
    if (lit != null) {
      g.setFill(lit.deriveColor(0, 1, 1, 0.28));
      g.fillRoundRect(x, y, width, height, radius, radius);
    }
    border(index, item, mood, selected, lit, x, y, width, height, radius);
    stripe(face, x, y, height);
    if (s >= TITLES_FROM) {
      words(face, x, y, width, height);
    }
    if (mood.connecting() || mood.hovered() == index && s > 0.45) {
      ports(index, item, mood);
    }
  }

  private void stripe(Look.Face face, double x, double y, double height) {
    double width = Math.max(2, 4 * s);
    int count = face.hues().size();
    for (int i = 0; i < count; i++) {
      double part = (height - 2 * s) / count;
      g.setFill(face.hues().get(i));
      g.fillRoundRect(x - 0.5, y + s + i * part, width, part, width / 2, width / 2);
    }
  }

  private void border(
      int index,
      Item item,
      Mood mood,
      boolean selected,
      @org.jspecify.annotations.Nullable Color lit,
      double x,
      double y,
      double width,
      double height,
      double radius) {
    boolean target = mood.connecting() && mood.legalTargets().contains(index);
    if (selected || target || lit != null) {
      g.setStroke(selected ? palette.accent() : target ? palette.good() : lit);
      g.setLineWidth(2);
      g.strokeRoundRect(x - 2, y - 2, width + 4, height + 4, radius + 4, radius + 4);
    } else {
      g.setStroke(mood.hovered() == index ? palette.edge() : palette.line());
      g.setLineWidth(1);
      if (item.kind() == Item.Kind.INPUT || item.kind() == Item.Kind.OUTPUT) {
        g.setStroke(palette.edge());
      }
      g.strokeRoundRect(x, y, width, height, radius, radius);
    }
  }

  private void words(Look.Face face, double x, double y, double width, double height) {
    boolean both = s >= SUBTITLES_FROM && !face.subtitle().isEmpty();
    double middle = y + height / 2;
    double badges = s >= 0.4 ? face.letters().size() * 17 * s + 6 * s : 0;
    double left = x + 14 * s;
    double room = width / s - 14 - badges / s - 10;
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(palette.text());
    g.setFont(font(BundledFonts.SANS, FontWeight.BOLD, 12.5));
    g.fillText(fitted(face.title(), room, TITLE), left, both ? middle - 8 * s : middle);
    if (both) {
      g.setFont(font(BundledFonts.MONO, FontWeight.NORMAL, 10));
      double dot = 6 * s;
      g.setFill(face.dot());
      g.fillOval(left, middle + 9 * s - dot / 2, dot, dot);
      g.setFill(palette.muted());
      g.fillText(fitted(face.subtitle(), width / s - 36, SUBTITLE), left + 10 * s, middle + 9 * s);
    }
    if (s >= 0.4) {
      letters(face, x + width - 8 * s, both ? middle - 8 * s : middle);
    }
    if (face.hasProblem()) {
      double r = Math.max(3, 4.5 * s);
      g.setFill(palette.warn());
      g.fillOval(x + width - r, y - r, 2 * r, 2 * r);
      g.setFill(Palette.textOn(palette.warn()));
      g.setTextAlign(TextAlignment.CENTER);
      g.setFont(Font.font(BundledFonts.SANS, FontWeight.BOLD, 1.6 * r));
      g.fillText("!", x + width, y);
    }
  }

  private void letters(Look.Face face, double right, double middle) {
    double size = 15 * s;
    double x = right;
    for (int i = face.letters().size() - 1; i >= 0; i--) {
      var hue = i < face.hues().size() ? face.hues().get(i) : palette.faint();
      x -= size;
      g.setFill(palette.tint(hue));
      g.fillRoundRect(x, middle - size / 2, size, size, 5 * s, 5 * s);
      g.setFill(palette.readable(hue, palette.tint(hue)));
      g.setFont(font(BundledFonts.SANS, FontWeight.BOLD, 9.5));
      g.setTextAlign(TextAlignment.CENTER);
      g.fillText(face.letters().get(i), x + size / 2, middle);
      x -= 2 * s;
    }
  }

  private void ports(int index, Item item, Mood mood) {
    double r = Math.max(2.5, 4 * s);
    var box = drawing.box(index);
    boolean target = mood.legalTargets().contains(index);
    if (item.kind() != Item.Kind.INPUT) {
      for (int port = 0; port < item.inSlots().size(); port++) {
        port(
            sx(box.left()),
            sy(drawing.ys()[index] + item.inOffset(port)),
            r,
            target ? palette.good() : palette.edge());
      }
    }
    if (item.kind() != Item.Kind.OUTPUT && !mood.connecting()) {
      for (int port = 0; port < item.outValues().size(); port++) {
        port(sx(box.right()), sy(drawing.ys()[index] + item.outOffset(port)), r, palette.accent());
      }
    }
  }

  private void port(double x, double y, double r, Color color) {
    g.setFill(palette.card());
    g.fillOval(x - r, y - r, 2 * r, 2 * r);
    g.setStroke(color);
    g.setLineWidth(1.5);
    g.strokeOval(x - r, y - r, 2 * r, 2 * r);
  }

  private void token(Playback.Token token) {
    var route = drawing.routes().get(token.wire());
    double x = sx(Route.x(route, token.share()));
    double y = sy(Route.y(route, token.share()));
    double r = Math.clamp(8 * s, 4, 9);
    g.setFill(token.hue());
    g.fillOval(x - r, y - r, 2 * r, 2 * r);
    if (r >= 6 && token.microBatch() >= 0) {
      g.setFill(Palette.textOn(token.hue()));
      g.setFont(Font.font(BundledFonts.SANS, FontWeight.BOLD, r * 1.25));
      g.setTextAlign(TextAlignment.CENTER);
      g.fillText(Integer.toString(token.microBatch()), x, y);
    }
  }

  private Font font(String family, FontWeight weight, double size) {
    return Font.font(family, weight, size * s);
  }

  private static final Font TITLE = Font.font(BundledFonts.SANS, FontWeight.BOLD, 12.5);
  private static final Font SUBTITLE = Font.font(BundledFonts.MONO, FontWeight.NORMAL, 10);
  private static final Map<String, String> FITTED = new HashMap<>();

  /// The text, or as much of its beginning as there is room for. Widths are measured once.
  private static String fitted(String text, double room, Font font) {
    if (text.length() * font.getSize() * 0.45 < room && text.length() < 8) {
      return text;
    }
    if (FITTED.size() > 20_000) {
      FITTED.clear();
    }
    return FITTED.computeIfAbsent(
        (int) room + (font.getSize() > 11 ? "T" : "S") + text, _ -> fit(text, room, font));
  }

  private static String fit(String text, double room, Font font) {
    if (width(text, font) <= room) {
      return text;
    }
    int end = text.length();
    while (end > 1 && width(text.substring(0, end) + "…", font) > room) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  static double width(String text, Font font) {
    var node = new Text(text);
    node.setFont(font);
    return node.getLayoutBounds().getWidth();
  }

  static OpId id(Drawing drawing, int item) {
    return drawing.items().get(item).id();
  }
}
