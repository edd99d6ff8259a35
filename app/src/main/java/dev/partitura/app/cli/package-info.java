/// The command line: every command calls the engine, and `open` hands over to the window.
@NullMarked
package dev.partitura.app.cli;

import org.jspecify.annotations.NullMarked;
