package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The window looks as in the pictures that are kept of it, of states in which nothing was measured
/// and hardware is named. `-Dgolden.update` makes them anew, for review; what differs lies in
/// `target/screens-differ`, marked in red.
@Tag("fx")
class KeptPicturesTest {
  private static final Path KEPT = Path.of("src", "test", "resources", "screens");
  private static final Path DIFFER = Path.of("target", "screens-differ");
  private static final int WIDTH = 1024;
  private static final int HEIGHT = 700;

  /// A state in one look.
  enum Look {
    WELCOME(WindowState.WELCOME, Theme.DARK, Language.CHINESE),
    EMPTY(WindowState.EMPTY, Theme.LIGHT, Language.ENGLISH),
    ELSEWHERE_DARK(WindowState.ELSEWHERE, Theme.DARK, Language.ENGLISH),
    ELSEWHERE_LIGHT(WindowState.ELSEWHERE, Theme.LIGHT, Language.CHINESE);

    private final WindowState state;
    private final Theme theme;
    private final Language language;

    Look(WindowState state, Theme theme, Language language) {
      this.state = state;
      this.theme = theme;
      this.language = language;
    }

    String file() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".png";
    }

    Image draw() throws Exception {
      var session = state.make();
      if (state != WindowState.ELSEWHERE) {
        // Whatever cores the machine has.
        var here = Loader.on(session.project(), "cpu:2");
        FxThread.run(() -> session.apply(Edit.of("", _ -> here)));
      }
      var window =
          FxThread.call(() -> {
            session.appearance().languageProperty().set(language);
            session.appearance().themeProperty().set(theme);
            return state.show(session.renewed(), WIDTH, HEIGHT);
          });
      try {
        ScreensTest.settle(window);
        return FxThread.call(() -> Snapshot.draw(window.scene(), 1));
      } finally {
        FxThread.run(window.session().background()::close);
      }
    }

    Image kept() throws IOException {
      try (var in = Files.newInputStream(KEPT.resolve(file()))) {
        return new Image(in);
      }
    }
  }

  @BeforeAll
  static void toolkit() {
    BundledFonts.provide();
    FxThread.start();
  }

  @ParameterizedTest
  @EnumSource
  void theWindowLooksAsInTheKeptPicture(Look look) throws Exception {
    var now = look.draw();
    if (System.getProperty("golden.update") != null) {
      Snapshot.write(now, KEPT.resolve(look.file()));
    }
    var difference = PictureDifference.of(look.kept(), now);
    var marked = DIFFER.resolve(look.file());
    if (difference.isSeen()) {
      Files.createDirectories(DIFFER);
      Snapshot.write(difference.marked(), marked);
    }
    assertFalse(
        difference.isSeen(),
        String.format(
            "%.1f %% of the picture differ, %d cells of them together; see %s",
            100 * difference.share(), difference.largest(), marked));
  }

  @Test
  void aPanelMovedByAFewPixelsIsSeen() throws Exception {
    var kept = Look.EMPTY.kept();
    for (int by : new int[] {4, 8, 40}) {
      assertTrue(PictureDifference.of(kept, moved(kept, by)).isSeen(), by + " pixels");
    }
  }

  @Test
  void aMissingPanelIsSeen() throws Exception {
    var kept = Look.EMPTY.kept();
    var now = copy(kept);
    int ground = kept.getPixelReader().getArgb(WIDTH / 2, HEIGHT / 2);
    for (int y = 60; y < 120; y++) {
      for (int x = 800; x < WIDTH; x++) {
        now.getPixelWriter().setArgb(x, y, ground);
      }
    }
    assertTrue(PictureDifference.of(kept, now).isSeen());
  }

  @Test
  void edgesSmoothedOtherwiseAreNotSeen() throws Exception {
    var kept = Look.EMPTY.kept();
    var now = copy(kept);
    var reader = kept.getPixelReader();
    var pixels = new ArrayList<Integer>();
    // Each pixel leans by a tenth towards its right neighbour, as under another smoothing.
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x + 1 < WIDTH; x++) {
        var own = reader.getColor(x, y);
        now.getPixelWriter().setColor(x, y, own.interpolate(reader.getColor(x + 1, y), 0.1));
        if (now.getPixelReader().getArgb(x, y) != reader.getArgb(x, y)) {
          pixels.add(y * WIDTH + x);
        }
      }
    }
    assertTrue(pixels.size() > 1000, "of another smoothing");
    assertEquals(0, PictureDifference.of(kept, now).largest());
  }

  /// The picture with its right half this many pixels lower.
  private static Image moved(Image picture, int by) {
    var now = copy(picture);
    int left = WIDTH / 2;
    int rows = HEIGHT - by;
    var half = new int[left * rows];
    var format = PixelFormat.getIntArgbInstance();
    picture.getPixelReader().getPixels(left, 0, left, rows, format, half, 0, left);
    now.getPixelWriter().setPixels(left, by, left, rows, format, half, 0, left);
    return now;
  }

  private static WritableImage copy(Image picture) {
    return new WritableImage(Objects.requireNonNull(picture.getPixelReader()), WIDTH, HEIGHT);
  }
}
