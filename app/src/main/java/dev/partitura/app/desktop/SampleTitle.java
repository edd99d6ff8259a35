package dev.partitura.app.desktop;

import dev.partitura.samples.Sample;
import dev.partitura.ui.theme.Texts;

/// What a sample is called in the language of the window: most have a name of their own in every
/// language, such as `LeNet-5`.
final class SampleTitle {
  private SampleTitle() {}

  static String of(Sample sample, Texts texts) {
    var key = "title." + sample.name();
    return texts.has(key) ? texts.get(key) : sample.title();
  }
}
