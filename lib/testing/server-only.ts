// In tests there is no bundler to keep apart what belongs to the server.
export {};
