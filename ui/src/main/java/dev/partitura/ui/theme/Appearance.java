package dev.partitura.ui.theme;

import java.util.List;
import javafx.application.Application;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import javafx.scene.control.DialogPane;

/// How the window looks just now: theme, language and motion. Every scene and painter follows it.
///
/// The palette changes live. The language is fixed for the life of a window's content: a change
/// builds the content anew.
public final class Appearance {
  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(this, "theme", Theme.DARK);
  private final ReadOnlyObjectWrapper<Palette> palette =
      new ReadOnlyObjectWrapper<>(this, "palette", Palette.DARK);
  private final ObjectProperty<Language> language =
      new SimpleObjectProperty<>(this, "language", Language.ENGLISH);
  private final BooleanProperty motion = new SimpleBooleanProperty(this, "motion", true);

  public Appearance(Theme theme, Language language) {
    this.theme.addListener((_, _, chosen) -> palette.set(chosen.palette()));
    this.theme.set(theme);
    this.language.set(language);
  }

  public ObjectProperty<Theme> themeProperty() {
    return theme;
  }

  public Theme theme() {
    return theme.get();
  }

  /// The colours for painters; repaint when it changes.
  public ReadOnlyObjectProperty<Palette> paletteProperty() {
    return palette.getReadOnlyProperty();
  }

  public Palette palette() {
    return palette.get();
  }

  public ObjectProperty<Language> languageProperty() {
    return language;
  }

  public Language language() {
    return language.get();
  }

  /// Whether things may glide; off means that they jump.
  public BooleanProperty motionProperty() {
    return motion;
  }

  /// The texts beside a class, in the current language.
  public Texts texts(Class<?> anchor) {
    return Texts.of(anchor, language());
  }

  /// Gives a scene the style sheets of the theme, now and whenever it changes. On the FX thread.
  public void dress(Scene scene) {
    ChangeListener<Theme> follow = (_, _, now) -> apply(now, scene.getStylesheets());
    theme.addListener(follow);
    apply(theme(), scene.getStylesheets());
  }

  /// The same for a dialog, which lives no longer than one theme.
  public void dress(DialogPane pane) {
    apply(theme(), pane.getStylesheets());
  }

  private static void apply(Theme theme, List<String> sheets) {
    var userAgent = theme.userAgentStylesheet();
    if (!userAgent.equals(Application.getUserAgentStylesheet())) {
      Application.setUserAgentStylesheet(userAgent);
    }
    var wanted = List.of(theme.paletteStylesheet(), Theme.sharedStylesheet());
    if (sheets.isEmpty()) {
      sheets.addAll(wanted);
    } else {
      sheets.set(0, wanted.getFirst());
    }
  }
}
