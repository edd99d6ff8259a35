package dev.partitura.visualizers.player;

import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import javafx.animation.AnimationTimer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// Play, step, scrub and speed. A timer runs only while it plays.
public final class PlayerBar extends HBox {
  private final PlayerModel model;
  private final Session session;
  private final Texts texts;
  private final AnimationTimer timer =
      new AnimationTimer() {
        private long last;

        @Override
        public void start() {
          last = 0;
          super.start();
        }

        @Override
        public void handle(long now) {
          if (last != 0) {
            model.advance((now - last) / 1e9);
          }
          last = now;
        }
      };

  public PlayerBar(Session session) {
    super(4);
    this.session = session;
    model = new PlayerModel(session);
    texts = session.texts(PlayerBar.class);
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("player-bar");
    getChildren()
        .addAll(
            Icons.button(Feather.SKIP_BACK, texts.get("back"), () -> model.step(-1)),
            play(),
            Icons.button(Feather.SKIP_FORWARD, texts.get("forward"), () -> model.step(1)),
            loop(),
            scrub(),
            time(),
            speed());
    session.playhead().playingProperty().addListener((_, _, playing) -> run(playing));
  }

  private void run(boolean playing) {
    if (playing) {
      timer.start();
    } else {
      timer.stop();
    }
  }

  private Button play() {
    var button = Icons.button(Feather.PLAY, texts.get("play"), model::togglePlaying);
    button.getStyleClass().add("play-button");
    var playing = session.playhead().playingProperty();
    button
        .graphicProperty()
        .bind(
            Bindings.createObjectBinding(
                () -> Icons.of(playing.get() ? Feather.PAUSE : Feather.PLAY), playing));
    return button;
  }

  private ToggleButton loop() {
    var button = new ToggleButton(null, Icons.of(Feather.REPEAT, 14));
    button.getStyleClass().addAll("icon-button", "loop-button");
    button.setTooltip(new Tooltip(texts.get("loop")));
    button.setAccessibleText(texts.get("loop"));
    button.selectedProperty().bindBidirectional(model.loopProperty());
    return button;
  }

  private Slider scrub() {
    var slider = new Slider(0, 1, 0);
    slider.setPrefWidth(120);
    slider.setMinWidth(40);
    slider.setFocusTraversable(false);
    slider.setAccessibleText(texts.get("scrub"));
    var nanos = session.playhead().nanosProperty();
    nanos.addListener((_, _, now) -> {
      if (!slider.isValueChanging()) {
        slider.setValue(now.doubleValue() / Math.max(1, model.durationProperty().get()));
      }
    });
    slider
        .valueProperty()
        .addListener((_, _, value) -> {
          double wanted = value.doubleValue() * model.durationProperty().get();
          // The slider follows the playhead too; only a hand on it moves the playhead.
          if (Math.abs(wanted - nanos.get()) > 1
              && (slider.isValueChanging() || slider.isPressed())) {
            model.scrubTo(wanted);
          }
        });
    return slider;
  }

  private Label time() {
    var label = new Label();
    label.getStyleClass().add("number");
    label.setMinWidth(76);
    label.setAlignment(Pos.CENTER_RIGHT);
    var nanos = session.playhead().nanosProperty();
    label
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> Clock.text(nanos.get(), model.durationProperty().get()),
                nanos,
                model.durationProperty()));
    return label;
  }

  private MenuButton speed() {
    var menu = new MenuButton();
    menu.getStyleClass().addAll("flat", "size-11");
    menu.setTooltip(new Tooltip(texts.get("speed.explain")));
    var speed = session.playhead().speedProperty();
    menu.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.timedProperty().get()
                        ? texts.get("timed", PlayerModel.SECONDS_TO_WATCH)
                        : texts.get("speed", fraction(model.slowdown())),
                speed,
                model.timedProperty()));
    menu.setMinWidth(USE_PREF_SIZE);
    var timed = new MenuItem(texts.get("timed.whole", PlayerModel.SECONDS_TO_WATCH));
    timed.setOnAction(_ -> model.timedProperty().set(true));
    menu.getItems().add(timed);
    for (int slowdown : PlayerModel.SLOWDOWNS) {
      var item = new MenuItem(texts.get("speed", fraction(slowdown)));
      item.setOnAction(_ -> model.chooseSlowdown(slowdown));
      menu.getItems().add(item);
    }
    return menu;
  }

  private static String fraction(int slowdown) {
    return slowdown == 1 ? "1" : "1/" + slowdown;
  }

  /// The moment in the unit of the whole, with two places, so that it does not jump about while it
  /// runs.
  static final class Clock {
    private Clock() {}

    static String text(long nanos, long durationNanos) {
      double unit = durationNanos < 1_000_000 ? 1e3 : durationNanos < 1_000_000_000 ? 1e6 : 1e9;
      return Format.unit(
          String.format(java.util.Locale.ROOT, "%.2f", nanos / unit),
          unit == 1e3 ? "µs" : unit == 1e6 ? "ms" : "s");
    }
  }
}
