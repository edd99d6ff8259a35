package dev.partitura.ui.theme;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// Icons in the colour of the text around them (style class `icon`).
public final class Icons {
  private Icons() {}

  public static FontIcon of(Ikon icon) {
    return of(icon, 16);
  }

  public static FontIcon of(Ikon icon, int size) {
    var node = new FontIcon(icon);
    // As a style: AtlantaFX's own size would win over a plain property.
    node.setStyle(node.getStyle() + "; -fx-icon-size: " + size + "px;");
    node.getStyleClass().add("icon");
    return node;
  }

  /// A flat button that is an icon; the text is its tooltip and what a screen reader says.
  public static Button button(Ikon icon, String text, Runnable action) {
    var button = new Button(null, of(icon));
    button.getStyleClass().addAll("icon-button");
    button.setTooltip(new Tooltip(text));
    button.setAccessibleText(text);
    button.setFocusTraversable(true);
    button.setOnAction(_ -> action.run());
    return button;
  }
}
