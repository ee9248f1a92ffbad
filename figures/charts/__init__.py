"""One figure a module: `build` draws it of facts and documents, a second function lists what it draws."""
