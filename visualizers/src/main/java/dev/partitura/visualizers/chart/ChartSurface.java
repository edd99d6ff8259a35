package dev.partitura.visualizers.chart;

import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Writings;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import javafx.geometry.BoundingBox;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.util.Duration;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.entity.CategoryItemEntity;
import org.jfree.chart.text.TextUtils;
import org.jfree.fx.FXGraphics2D;
import org.jspecify.annotations.Nullable;

/// A canvas with a chart on it, which says by tooltip what is under the pointer.
final class ChartSurface extends Canvas {
  static {
    // Rotated text would be drawn as shapes of AWT's letters, which lack the Chinese ones.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private final FontKeepingGraphics graphics = new FontKeepingGraphics(getGraphicsContext2D());
  private final ChartRenderingInfo drawn = new ChartRenderingInfo();
  private final Tooltip tooltip = new Tooltip();
  private @Nullable JFreeChart chart;
  private IntConsumer picked = _ -> {};

  ChartSurface() {
    widthProperty().addListener(_ -> draw());
    heightProperty().addListener(_ -> draw());
    tooltip.setShowDelay(Duration.millis(100));
    addEventHandler(MouseEvent.MOUSE_MOVED, this::explain);
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::pick);
    addEventHandler(MouseEvent.MOUSE_EXITED, _ -> Tooltip.uninstall(this, tooltip));
  }

  /// Hears of the place of each row or bar that is clicked.
  void onPick(IntConsumer chosen) {
    picked = chosen;
  }

  private void pick(MouseEvent event) {
    var entities = drawn.getEntityCollection();
    if (entities != null
        && entities.getEntity(event.getX(), event.getY()) instanceof CategoryItemEntity bar) {
      picked.accept(bar.getDataset().getColumnIndex(bar.getColumnKey()));
    }
  }

  void show(JFreeChart shown) {
    chart = shown;
    draw();
  }

  private void draw() {
    getGraphicsContext2D().clearRect(0, 0, getWidth(), getHeight());
    var writings = Writings.of(this);
    if (writings != null) {
      writings.clear();
    }
    var shown = chart;
    if (shown != null && getWidth() > 1 && getHeight() > 1) {
      shown.draw(graphics, new Rectangle2D.Double(0, 0, getWidth(), getHeight()), null, drawn);
    }
  }

  private void explain(MouseEvent event) {
    var entities = drawn.getEntityCollection();
    var entity = entities == null ? null : entities.getEntity(event.getX(), event.getY());
    var text = entity == null ? null : entity.getToolTipText();
    if (text == null) {
      Tooltip.uninstall(this, tooltip);
    } else {
      tooltip.setText(text);
      Tooltip.install(this, tooltip);
    }
  }

  @Override
  public boolean isResizable() {
    return true;
  }

  @Override
  public double prefWidth(double height) {
    return 0;
  }

  @Override
  public double prefHeight(double width) {
    return 0;
  }

  /// The bridge forgets the font whenever a clip ends; this one sets it again before each text.
  private static final class FontKeepingGraphics extends FXGraphics2D {
    private final GraphicsContext canvas;
    private final Map<Integer, Font> fonts = new HashMap<>();

    FontKeepingGraphics(GraphicsContext canvas) {
      super(canvas);
      this.canvas = canvas;
    }

    @Override
    public void drawString(String text, float x, float y) {
      canvas.setFont(
          fonts.computeIfAbsent(getFont().getSize(), size -> Font.font(ChartFonts.FAMILY, size)));
      super.drawString(text, x, y);
      var writings = Writings.of(canvas.getCanvas());
      if (writings != null) {
        note(writings, text, x, y);
      }
    }

    private void note(Writings writings, String text, float x, float y) {
      double size = getFont().getSize();
      double width = getFontMetrics().stringWidth(text);
      var at =
          canvas.getTransform().transform(new BoundingBox(x, y - size * 0.75, width, size * 0.9));
      var whole = canvas.getCanvas();
      writings.add(
          new Writings.Writing(
              text,
              new Box(at.getMinX(), at.getMinY(), at.getMaxX(), at.getMaxY()),
              new Box(0, 0, whole.getWidth(), whole.getHeight()),
              (Color) canvas.getFill()));
    }
  }
}
