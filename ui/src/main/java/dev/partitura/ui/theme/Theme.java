package dev.partitura.ui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.paint.Color;

/// Dark or light.
public enum Theme {
  DARK,
  LIGHT;

  public Palette palette() {
    return this == DARK ? Palette.DARK : Palette.LIGHT;
  }

  public Theme other() {
    return this == DARK ? LIGHT : DARK;
  }

  /// `dark` or `light`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String userAgentStylesheet() {
    return this == DARK
        ? new PrimerDark().getUserAgentStylesheet()
        : new PrimerLight().getUserAgentStylesheet();
  }

  /// The palette as a style sheet of looked-up colours, so that nodes and painters share one truth.
  String paletteStylesheet() {
    var css = new StringBuilder(".root{");
    palette()
        .lookups()
        .forEach((name, color) -> css.append(name).append(':').append(web(color)).append(';'));
    css.append('}');
    return "data:text/css;base64,"
        + Base64.getEncoder().encodeToString(css.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String sharedStylesheet() {
    return Objects.requireNonNull(Theme.class.getResource("partitura.css")).toExternalForm();
  }

  private static String web(Color color) {
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        Math.round(color.getRed() * 255),
        Math.round(color.getGreen() * 255),
        Math.round(color.getBlue() * 255));
  }
}
