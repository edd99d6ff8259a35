package dev.partitura.ui.theme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaletteTest {
  @ParameterizedTest
  @EnumSource(Theme.class)
  void textReadsOnEverySurface(Theme theme) {
    var p = theme.palette();
    var texts =
        Map.of(
            "text",
            p.text(),
            "muted",
            p.muted(),
            "faint",
            p.faint(),
            "accent",
            p.accent(),
            "good",
            p.good(),
            "warn",
            p.warn(),
            "bad",
            p.bad());
    var surfaces = Map.of("canvas", p.canvas(), "panel", p.panel(), "card", p.card());
    texts.forEach((text, color) ->
        surfaces.forEach((surface, behind) -> assertReads(text + " on " + surface, color, behind)));
    assertReads("text on raised", p.text(), p.raised());
    assertReads("muted on raised", p.muted(), p.raised());
    assertReads("text on accent", p.onAccent(), p.accent());
    assertReads("text on good", p.onGood(), p.good());
    for (var status : List.of(p.accent(), p.good(), p.warn(), p.bad())) {
      assertReads(status + " on itself, thinned", status, p.soft(status));
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void lettersOfDevicesReadOnTheirBadges(Theme theme) {
    var p = theme.palette();
    for (var hue : p.devices()) {
      var badge = p.tint(hue);
      assertReads("badge of " + hue, p.readable(hue, badge), badge);
      assertReads("number on " + hue, Palette.textOn(hue), hue);
    }
  }

  @Test
  void huesOfDevicesDifferForDichromats() {
    for (var vision : List.<Vision>of(PaletteTest::deutan, PaletteTest::protan)) {
      var hues = Theme.DARK.palette().devices().subList(0, 4).stream().map(vision::see).toList();
      for (int i = 0; i < hues.size(); i++) {
        for (int j = 0; j < i; j++) {
          double apart = distance(hues.get(i), hues.get(j));
          assertTrue(apart > 0.1, "devices " + i + " and " + j + " are only " + apart + " apart");
        }
      }
    }
  }

  private interface Vision {
    Color see(Color color);
  }

  // Single-matrix approximations of dichromacy: Viénot, Brettel and Mollon 1999,
  // doi:10.1002/(SICI)1520-6378(199908)24:4.
  private static Color deutan(Color c) {
    double mixed = 0.29275 * c.getRed() + 0.70725 * c.getGreen();
    return Color.color(
        mixed, mixed, clamp(-0.02234 * c.getRed() + 0.02234 * c.getGreen() + c.getBlue()));
  }

  private static Color protan(Color c) {
    double mixed = 0.11238 * c.getRed() + 0.88762 * c.getGreen();
    return Color.color(
        mixed, mixed, clamp(0.00401 * c.getRed() - 0.00401 * c.getGreen() + c.getBlue()));
  }

  private static double clamp(double channel) {
    return Math.clamp(channel, 0, 1);
  }

  private static double distance(Color a, Color b) {
    return Math.sqrt(
        Math.pow(a.getRed() - b.getRed(), 2)
            + Math.pow(a.getGreen() - b.getGreen(), 2)
            + Math.pow(a.getBlue() - b.getBlue(), 2));
  }

  private static void assertReads(String what, Color text, Color behind) {
    double contrast = Palette.contrast(text, behind);
    assertTrue(contrast >= 4.5, () -> what + " has contrast " + contrast);
  }
}
