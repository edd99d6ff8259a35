package dev.partitura.engine.execute.ranks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Sends what a rank prints to its leader, a whole line at a time.
final class LineStream extends OutputStream {
  private final Frames control;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineStream(Frames control) {
    this.control = control;
  }

  @Override
  public synchronized void write(int character) throws IOException {
    if (character == '\n') {
      var text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      control.write(Order.LINE, out -> Wire.text(out, text));
    } else {
      line.write(character);
    }
  }
}
