/// The desktop workbench and the command line.
@NullMarked
package dev.partitura.app;

import org.jspecify.annotations.NullMarked;
