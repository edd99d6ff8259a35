package dev.partitura.ui.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;
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
    assertReads("faint on raised", p.faint(), p.raised());
    assertReads("faint on what is chosen", p.faint(), p.soft(p.accent()));
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
    for (var hue : p.hues().devices()) {
      var badge = p.tint(hue);
      assertReads("badge of " + hue, p.readable(hue, badge), badge);
      assertReads("number on " + hue, Palette.textOn(hue), hue);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void textReadsOnEveryHue(Theme theme) {
    var hues = theme.palette().hues();
    for (var all : List.of(hues.devices(), hues.microBatches(), hues.kinds().values())) {
      all.forEach(hue -> assertReads("text on " + hue, Palette.textOn(hue), hue));
    }
    for (int grey = 0; grey < 256; grey++) {
      var fill = Color.grayRgb(grey);
      assertReads("text on " + fill, Palette.textOn(fill), fill);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void huesStandOutFromEverySurface(Theme theme) {
    var p = theme.palette();
    var hues = new ArrayList<>(p.hues().devices());
    hues.addAll(p.hues().microBatches().subList(0, 8));
    hues.addAll(p.hues().kinds().values());
    hues.add(p.transfer());
    for (var hue : hues) {
      for (var surface : List.of(p.canvas(), p.panel(), p.card())) {
        double contrast = Palette.contrast(hue, surface);
        assertTrue(contrast >= 2.9, () -> hue + " on " + surface + " has contrast " + contrast);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void devicesDifferForEveryColourVision(Theme theme) {
    var devices = theme.palette().hues().devices();
    assertApart(devices, 0.09);
    assertApart(devices.subList(0, 4), 0.1);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void microBatchesDifferForEveryColourVision(Theme theme) {
    assertApart(theme.palette().hues().microBatches().subList(0, 8), 0.09);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void microBatchesBeyondTheEighthDoNotComeRoundAtOnce(Theme theme) {
    var p = theme.palette();
    for (int i = 0; i < 8; i++) {
      assertApart(List.of(p.microBatch(i), p.microBatch(i + 8), p.microBatch(i + 16)), 0.05);
    }
    assertEquals(p.microBatch(0), p.microBatch(24));
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void aCopyLooksLikeNoDevice(Theme theme) {
    var p = theme.palette();
    for (var device : p.hues().devices()) {
      assertApart(List.of(p.transfer(), device), 0.09);
    }
    assertTrue(Palette.contrast(p.transfer(), p.device(0)) >= 1.8);
  }

  /// Complete protanopia, deuteranopia and tritanopia in linear RGB: Machado, Oliveira and
  /// Fernandes 2009, severity 1.0, doi:10.1109/TVCG.2009.113.
  private static final Map<String, double[]> VISIONS =
      Map.of(
          "full",
          new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
          "protanopia",
          new double[] {
            0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
            1.051998
          },
          "deuteranopia",
          new double[] {
            0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
            0.968881
          },
          "tritanopia",
          new double[] {
            1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
            0.303900
          });

  private static void assertApart(List<Color> hues, double least) {
    VISIONS.forEach((vision, matrix) -> {
      for (int i = 0; i < hues.size(); i++) {
        for (int j = 0; j < i; j++) {
          double apart = distance(seen(hues.get(i), matrix), seen(hues.get(j), matrix));
          assertTrue(
              apart >= least,
              vision + ": hues " + j + " and " + i + " are only " + apart + " apart");
        }
      }
    });
  }

  /// A colour as an eye sees it, in OKLab, where equal distances look equal: Ottosson 2020,
  /// bottosson.github.io/posts/oklab.
  private static double[] seen(Color color, double[] vision) {
    double[] linear = {linear(color.getRed()), linear(color.getGreen()), linear(color.getBlue())};
    var rgb = new double[3];
    for (int i = 0; i < 9; i++) {
      rgb[i / 3] += vision[i] * linear[i % 3];
    }
    for (int i = 0; i < 3; i++) {
      rgb[i] = Math.clamp(rgb[i], 0, 1);
    }
    double l = Math.cbrt(0.4122214708 * rgb[0] + 0.5363325363 * rgb[1] + 0.0514459929 * rgb[2]);
    double m = Math.cbrt(0.2119034982 * rgb[0] + 0.6806995451 * rgb[1] + 0.1073969566 * rgb[2]);
    double s = Math.cbrt(0.0883024619 * rgb[0] + 0.2817188376 * rgb[1] + 0.6299787005 * rgb[2]);
    return new double[] {
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    };
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  private static void assertReads(String what, Color text, Color behind) {
    double contrast = Palette.contrast(text, behind);
    assertTrue(contrast >= 4.5, () -> what + " has contrast " + contrast);
  }
}
