package dev.partitura.ui.theme;

import java.lang.ref.WeakReference;
import java.util.List;
import javafx.application.Application;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.control.DialogPane;
import org.jspecify.annotations.Nullable;

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

  /// What outlives the windows.
  private final Appearance source;

  public Appearance(Theme theme, Language language) {
    this(theme, language, null);
  }

  private Appearance(Theme theme, Language language, @Nullable Appearance source) {
    this.source = source == null ? this : source;
    this.theme.addListener((_, _, chosen) -> palette.set(chosen.palette()));
    this.theme.set(theme);
    this.language.set(language);
  }

  /// One for a window that will be built anew: it is this one in all but that what listens to it is
  /// garbage together with that window.
  public Appearance forWindow() {
    var next = new Appearance(theme(), language(), source);
    next.motion.set(motion.get());
    next.theme.bindBidirectional(source.theme);
    next.language.bindBidirectional(source.language);
    next.motion.bindBidirectional(source.motion);
    return next;
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
    source.theme.addListener(new Dresser(scene));
    apply(theme(), scene.getStylesheets());
  }

  /// Follows the theme for as long as there is the scene.
  private static final class Dresser implements ChangeListener<Theme> {
    private final WeakReference<Scene> dressed;

    Dresser(Scene scene) {
      dressed = new WeakReference<>(scene);
    }

    @Override
    public void changed(ObservableValue<? extends Theme> theme, Theme before, Theme now) {
      var scene = dressed.get();
      if (scene == null) {
        theme.removeListener(this);
      } else {
        apply(now, scene.getStylesheets());
      }
    }
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
